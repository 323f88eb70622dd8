import { readFile } from 'node:fs/promises';
import { SECOND } from '@watertight/resilience';
import { type AppProcess, launchApp } from '@watertight/testing/processes';
import { median, print, shown } from '../figure.ts';
import { cpuMs, processes } from '../running-shop.ts';
import { checkout, visit } from './storefront.ts';

const PRODUCT = '/products/kayak-deck-compass';
const WARM_UP = 1000; // as in cpu.ts
const PAGES = 1000;
/** Each with two new processes: two of the same code differ by some per cent for as long as they live. */
const LAUNCHES = 3;

const samplings: [what: string, env: Record<string, string>, most: number][] = [
  ['all traces kept', {}, 1.1],
  ['a tenth kept', { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' }, 1.03],
];

interface Cost {
  readonly tellingMs: number;
  readonly silentMs: number;
}

/** What telemetry costs a product page in CPU: storefronts beside the shop's own, which tell a collector or have none. */
export async function benchTelemetry(): Promise<void> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: collector = '', ...env } = await environmentOfStorefront();
  for (const [what, sampling, most] of samplings) {
    const costs: Cost[] = [];
    for (let launch = 1; launch <= LAUNCHES; launch += 1) {
      // Both new: one that has served thousands of pages more is faster by a fifth.
      const silent = await launchApp('storefront', env);
      const telling = await launchApp('storefront', { ...env, ...sampling, OTEL_EXPORTER_OTLP_ENDPOINT: collector });
      try {
        await openByTurns([silent, telling], WARM_UP);
        costs.push(await costOf(telling, silent));
      } finally {
        await Promise.all([silent.stop(), telling.stop()]);
      }
    }
    const inMs = (of: (cost: Cost) => number) => `${shown(median(costs.map(of)))} ms`;
    process.stdout.write(
      `        CPU per product page: ${inMs(({ tellingMs }) => tellingMs)} with ${what}, ${inMs(({ silentMs }) => silentMs)} without\n`,
    );
    print({
      what: `CPU per product page, ${what}, median of ${LAUNCHES} pairs of processes, ${PAGES} pages each`,
      value: median(costs.map(({ tellingMs, silentMs }) => tellingMs / silentMs)),
      unit: '× without telemetry',
      target: most,
    });
  }
}

async function costOf(telling: AppProcess, silent: AppProcess): Promise<Cost> {
  const [tellingBeforeMs, silentBeforeMs] = [await cpuMs(telling.pid), await cpuMs(silent.pid)];
  await openByTurns([silent, telling], PAGES);
  return {
    tellingMs: ((await cpuMs(telling.pid)) - tellingBeforeMs) / PAGES,
    silentMs: ((await cpuMs(silent.pid)) - silentBeforeMs) / PAGES,
  };
}

/** A page of each, and again: what slows the machine for a while slows both. */
async function openByTurns(storefronts: readonly AppProcess[], pages: number): Promise<void> {
  for (let page = 1; page <= pages; page += 1) {
    for (const { url } of storefronts) {
      const isGood = await visit(`${url}${PRODUCT}`, AbortSignal.timeout(10 * SECOND));
      if (!isGood) throw new Error(`${PRODUCT} is not well: this figure is about a healthy shop`);
    }
  }
}

/** As the supervisor wired it, on another port (Linux). */
async function environmentOfStorefront(): Promise<Record<string, string>> {
  const storefront = (await processes(checkout)).find(({ name }) => name === 'storefront');
  const entries = (await readFile(`/proc/${storefront?.pid}/environ`, 'utf8')).split('\0').filter(Boolean);
  const all = entries.map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]);
  const { PORT: _, ...env } = Object.fromEntries(all) as Record<string, string>;
  return env;
}
