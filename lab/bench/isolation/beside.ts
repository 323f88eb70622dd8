import { readFile } from 'node:fs/promises';
import { SECOND } from '@watertight/resilience';
import { type AppProcess, launchApp } from '@watertight/testing/processes';
import { print, shown } from '../figure.ts';
import { median } from '../../kit/statistics.ts';
import { cpuMs, processes } from '../running-shop.ts';
import { checkout, visit } from './storefront.ts';

/** Fewer, and the compiler is still at work on what only one of the two runs. */
const WARM_UP = 1500;
const PAGES = 500;
/** Each with two new processes: two of the same code differ by some per cent for as long as they live. */
const LAUNCHES = 5;

type Environment = Record<string, string>;

/** A storefront beside the shop's own, and the page it is asked for. */
export interface Side {
  readonly what: string;
  readonly path: string;
  /** Of what the supervisor gave the shop's own. */
  readonly environment: (own: Environment) => Environment;
}

interface Running {
  readonly storefront: AppProcess;
  readonly path: string;
}

/** Prints what `costing` costs a page in CPU of the storefront, as a multiple of `plain`. */
export async function printCost(costing: Side, plain: Side, most: number): Promise<void> {
  const own = await environmentOfStorefront();
  const costsMs: [costing: number, plain: number][] = [];
  for (let launch = 1; launch <= LAUNCHES; launch += 1) {
    const pair = await Promise.all([start(costing, own), start(plain, own)]);
    try {
      await openByTurns(pair, WARM_UP);
      costsMs.push(await costOf(pair));
    } finally {
      await Promise.all(pair.map(({ storefront }) => storefront.stop()));
    }
  }
  const [withIt, without] = [median(costsMs.map(([ms]) => ms)), median(costsMs.map(([, ms]) => ms))];
  process.stdout.write(
    `        CPU per product page: ${shown(withIt)} ms ${costing.what}, ${shown(without)} ms ${plain.what}\n`,
  );
  print({
    what: `CPU per product page ${costing.what}, median of ${LAUNCHES} pairs of processes, ${PAGES} pages each`,
    value: median(costsMs.map(([one, other]) => one / other)),
    unit: `× ${plain.what}`,
    target: most,
  });
}

async function start({ path, environment }: Side, own: Environment): Promise<Running> {
  return { storefront: await launchApp('storefront', environment(own)), path };
}

async function costOf(pair: readonly [Running, Running]): Promise<[number, number]> {
  const spentMs = () => Promise.all(pair.map(({ storefront }) => cpuMs(storefront.pid)));
  const before = await spentMs();
  await openByTurns(pair, PAGES);
  const [one = NaN, other = NaN] = (await spentMs()).map((ms, i) => (ms - (before[i] ?? NaN)) / PAGES);
  return [one, other];
}

/** A page of each, and again, each the first as often: what slows the machine for a while slows both. */
async function openByTurns(pair: readonly Running[], pages: number): Promise<void> {
  for (let page = 1; page <= pages; page += 1) {
    for (const { storefront, path } of page % 2 === 0 ? pair : pair.toReversed()) {
      const isGood = await visit(`${storefront.url}${path}`, AbortSignal.timeout(10 * SECOND));
      if (!isGood) throw new Error(`${path} is not well: this figure is about a healthy shop`);
    }
  }
}

/** As the supervisor wired it, on another port (Linux). */
async function environmentOfStorefront(): Promise<Environment> {
  const storefront = (await processes(checkout)).find(({ name }) => name === 'storefront');
  const entries = (await readFile(`/proc/${storefront?.pid}/environ`, 'utf8')).split('\0').filter(Boolean);
  const all = entries.map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]);
  const { PORT: _, ...env } = Object.fromEntries(all) as Environment;
  return env;
}
