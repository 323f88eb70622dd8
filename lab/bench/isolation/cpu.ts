import { type Pattern, SECOND } from '@watertight/resilience';
import { median, print, shown } from '../figure.ts';
import { cpuMs, processes } from '../running-shop.ts';
import { checkout, resetPatterns, switchPatterns, visit } from './storefront.ts';

const PRODUCT = '/products/kayak-deck-compass';
const WARM_UP = 1000; // as in pages.ts
/** Not counted: code that runs only without the patterns starts as cold as the rest. */
const COLD_ROUNDS = 4;
const ROUNDS = 20;
const PAGES = 100;

const all: readonly Pattern[] = ['fallback', 'deadline', 'bulkhead', 'retry', 'breaker', 'timeout'];

/** What the patterns cost a product page of a healthy shop, in CPU of the storefront. */
export async function benchCpu(): Promise<void> {
  const storefront = (await processes(checkout)).find(({ name }) => name === 'storefront');
  if (storefront === undefined) throw new Error('the supervisor knows no storefront');
  await open(WARM_UP);
  const measure = async (isOn: boolean) => {
    await switchPatterns(all, isOn); // no reset: new pipelines would be cold ones
    const before = await cpuMs(storefront.pid);
    await open(PAGES);
    return ((await cpuMs(storefront.pid)) - before) / PAGES;
  };
  const on: number[] = [];
  const off: number[] = [];
  for (let round = 1; round <= COLD_ROUNDS + ROUNDS; round += 1) {
    // By turns the first: what slows the machine for a while slows both.
    for (const isOn of round % 2 === 0 ? [true, false] : [false, true]) {
      const ms = await measure(isOn);
      if (round > COLD_ROUNDS) (isOn ? on : off).push(ms);
    }
  }
  await resetPatterns();
  process.stdout.write(
    `        CPU per product page: ${shown(median(on))} ms with all patterns, ${shown(median(off))} ms without\n`,
  );
  print({
    what: `CPU per product page with all patterns, median of ${ROUNDS} pairs of ${PAGES} pages`,
    value: median(on.map((ms, round) => ms / (off[round] ?? NaN))),
    unit: '× without',
    target: 1.05,
  });
}

async function open(pages: number): Promise<void> {
  for (let page = 1; page <= pages; page += 1) {
    const isGood = await visit(PRODUCT, AbortSignal.timeout(10 * SECOND));
    if (!isGood) throw new Error(`${PRODUCT} is not well: this figure is about a healthy shop`);
  }
}
