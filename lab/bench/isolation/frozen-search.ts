import { setTimeout as sleep } from 'node:timers/promises';
import { type Pattern, SECOND } from '@watertight/resilience';
import { shop } from '../../shop-verbs.ts';
import { print, shown } from '../figure.ts';
import { conclusive, openLoop } from '../../kit/open-loop.ts';
import { resetPatterns, seatsTaken, switchPatterns, visit, withShop } from './storefront.ts';

const VISITORS = 16;
const CAPACITY_MS = 8 * SECOND;
const SHARE = 0.4;
const SEATS_OF_SEARCH = 100;

/** Pages that the storefront answers at once (MAX_IN_FLIGHT): fewer than the permits of its shared pool, so they run out first. */
const PLACES = 512;

/**
 * Both are frozen. For a frozen process its kernel still takes 511 connections, those of its health checks among them, and
 * refuses the rest at the limit on connecting: one alone would never hold all places.
 */
const searches = ['search', 'search-2'];

/** Deadlines are limits on time as well: with them a call for a frozen service would still end. */
const walls: readonly Pattern[] = ['bulkhead', 'timeout', 'deadline'];

interface Seen {
  goodPercent: number;
  mostSeats: number;
  latenessMs: number;
}

/** Search is frozen under a load that the shop can carry: what becomes of the pages that need checkout. */
export async function benchFrozenSearch(): Promise<void> {
  await withShop(measure, ['--replicas', `search=${searches.length}`]);
}

async function measure(): Promise<void> {
  const perSecond = SHARE * (await capacity());
  process.stdout.write(`        capacity ${shown(perSecond / SHARE)} pages/s, load ${shown(perSecond)} pages/s\n`);
  const fullAfterS = PLACES / (perSecond * SEARCHERS); // the run must be long against that
  const forMs = Math.round(Math.min(200, Math.max(20, 3 * fullAfterS)) * SECOND);

  const on = await conclusive('search frozen, patterns on', () => freezeSearch([], perSecond, forMs));
  const what = "search frozen, checkout's goodput";
  print({ what: `${what}, patterns on`, value: on.goodPercent, unit: '%', target: 99, targetIs: 'least' });
  print({ what: 'search frozen, seats it held at most', value: on.mostSeats, unit: 'seats', target: SEATS_OF_SEARCH });
  const off = await conclusive('search frozen, walls out', () => freezeSearch(walls, perSecond, forMs));
  print({ what: `${what}, walls taken out`, value: off.goodPercent, unit: '%', target: 50 });
}

const SEARCHERS = 0.9;

/** Nine of ten visitors search, the tenth wants to know where the stores are. */
const pathOf = (n: number) => (n % 10 === 0 ? '/stores' : `/search?q=winch+${n % 100}`);

/** Pages a second that so many visitors get, each asking for the next when he has one. */
async function capacity(): Promise<number> {
  const over = AbortSignal.timeout(CAPACITY_MS);
  let pages = 0;
  const visitor = async () => {
    while (!over.aborted) {
      await visit(pathOf(pages), AbortSignal.timeout(10 * SECOND));
      pages += 1;
    }
  };
  await Promise.all(Array.from({ length: VISITORS }, visitor)); // until the compiler has seen it all
  return pages / (CAPACITY_MS / SECOND);
}

async function freezeSearch(off: readonly Pattern[], perSecond: number, forMs: number): Promise<Seen> {
  if (off.length > 0) await switchPatterns(off, false);
  for (const name of searches) await shop('freeze', name);
  try {
    return await loadShop(perSecond, forMs);
  } finally {
    for (const name of searches) await shop('thaw', name);
    await resetPatterns();
    await sleep(2 * SECOND); // what was held is let go of
  }
}

async function loadShop(perSecond: number, forMs: number): Promise<Seen> {
  const over = AbortSignal.timeout(forMs + 3 * SECOND); // no visitor leaves before: that alone would free permits
  let [asked, good, mostSeats] = [0, 0, 0];
  const call = async (n: number) => {
    const path = pathOf(n);
    const isGood = await visit(path, over).catch(() => false);
    if (path !== '/stores') return;
    asked += 1;
    if (isGood) good += 1;
  };
  const counting = (async () => {
    for (; !over.aborted; await sleep(50)) mostSeats = Math.max(mostSeats, await seatsTaken('search'));
  })();
  const { latenessMs } = await openLoop({ perSecond, forMs, call });
  await counting;
  return { goodPercent: (100 * good) / asked, mostSeats, latenessMs };
}
