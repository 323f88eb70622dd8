import { type Pattern, SECOND } from '@watertight/resilience';
import { print, shown } from '../figure.ts';
import { inPairs, ROUNDS } from '../in-pairs.ts';
import { cpuMs, processes } from '../running-shop.ts';
import { checkout, resetPatterns, switchPatterns, visit } from './storefront.ts';

const PRODUCT = '/products/kayak-deck-compass';
const WARM_UP = 1000; // as in pages.ts
const PAGES = 100;

const all: readonly Pattern[] = ['fallback', 'deadline', 'bulkhead', 'retry', 'breaker', 'timeout'];

/** What the patterns cost a product page of a healthy shop, in CPU of the storefront. */
export async function benchCpu(): Promise<void> {
  const cpuOf = await cpuPerPage();
  await cpuOf(PRODUCT, WARM_UP);
  const { on, off, ratio } = await inPairs(async isOn => {
    await switchPatterns(all, isOn); // no reset: new pipelines would be cold ones
    return cpuOf(PRODUCT);
  });
  await resetPatterns();
  process.stdout.write(`        CPU per product page: ${shown(on)} ms with all patterns, ${shown(off)} ms without\n`);
  print({
    what: `CPU per product page with all patterns, median of ${ROUNDS} pairs of ${PAGES} pages`,
    value: ratio,
    unit: '× without',
    target: 1.05,
  });
}

/** What it costs a page to tell how it came about. */
export async function benchXray(): Promise<void> {
  const cpuOf = await cpuPerPage();
  await cpuOf(PRODUCT, WARM_UP);
  const { on, off, ratio } = await inPairs(isOn => cpuOf(isOn ? `${PRODUCT}?xray` : PRODUCT));
  process.stdout.write(`        CPU per product page: ${shown(on)} ms with its X-ray, ${shown(off)} ms without\n`);
  print({
    what: `CPU per product page with its X-ray, median of ${ROUNDS} pairs of ${PAGES} pages`,
    value: ratio,
    unit: '× without',
    target: 1.05,
  });
}

async function cpuPerPage(): Promise<(path: string, pages?: number) => Promise<number>> {
  const storefront = (await processes(checkout)).find(({ name }) => name === 'storefront');
  if (storefront === undefined) throw new Error('the supervisor knows no storefront');
  return async (path, pages = PAGES) => {
    const before = await cpuMs(storefront.pid);
    for (let page = 1; page <= pages; page += 1) {
      const isGood = await visit(path, AbortSignal.timeout(10 * SECOND));
      if (!isGood) throw new Error(`${path} is not well: this figure is about a healthy shop`);
    }
    return ((await cpuMs(storefront.pid)) - before) / pages;
  };
}
