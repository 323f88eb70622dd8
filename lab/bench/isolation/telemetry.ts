import { readFile } from 'node:fs/promises';
import { SECOND } from '@watertight/resilience';
import { type AppProcess, launchApp } from '@watertight/testing/processes';
import { print, shown } from '../figure.ts';
import { inPairs, ROUNDS } from '../in-pairs.ts';
import { cpuMs, processes } from '../running-shop.ts';
import { checkout, visit } from './storefront.ts';

const PRODUCT = '/products/kayak-deck-compass';
const WARM_UP = 1000; // as in cpu.ts
const PAGES = 100;

const samplings: [what: string, env: Record<string, string>, most: number][] = [
  ['all traces kept', {}, 1.1],
  ['a tenth kept', { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }, 1.03],
];

/** What telemetry costs a product page in CPU: storefronts beside the shop's own, which tell a collector or have none. */
export async function benchTelemetry(): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: collector = '', ...env } = await environmentOfStorefront();
  for (const [what, sampling, most] of samplings) {
    // Both new: one that has served thousands of pages more is faster by a fifth.
    const silent = await launchApp('storefront', env);
    const telling = await launchApp('storefront', { ...env, ...sampling, OTEL_EXPORTER_OTLP_ENDPOINT: collector });
    try {
      for (const each of [silent, telling]) await cpuPerPage(each, WARM_UP);
      const { on, off, ratio } = await inPairs(isOn => cpuPerPage(isOn ? telling : silent));
      process.stdout.write(`        CPU per product page: ${shown(on)} ms with ${what}, ${shown(off)} ms without\n`);
      print({
        what: `CPU per product page, ${what}, median of ${ROUNDS} pairs of ${PAGES} pages`,
        value: ratio,
        unit: '× without telemetry',
        target: most,
      });
    } finally {
      await Promise.all([silent.stop(), telling.stop()]);
    }
  }
}

async function cpuPerPage({ pid, url }: AppProcess, pages = PAGES): Promise<number> {
  const before = await cpuMs(pid);
  for (let page = 1; page <= pages; page += 1) {
    const isGood = await visit(`${url}${PRODUCT}`, AbortSignal.timeout(10 * SECOND));
    if (!isGood) throw new Error(`${PRODUCT} is not well: this figure is about a healthy shop`);
  }
  return ((await cpuMs(pid)) - before) / pages;
}

/** As the supervisor wired it, on another port (Linux). */
async function environmentOfStorefront(): Promise<Record<string, string>> {
  const storefront = (await processes(checkout)).find(({ name }) => name === 'storefront');
  const entries = (await readFile(`/proc/${storefront?.pid}/environ`, 'utf8')).split('\0').filter(Boolean);
  const all = entries.map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]);
  const { PORT: _, ...env } = Object.fromEntries(all) as Record<string, string>;
  return env;
}
