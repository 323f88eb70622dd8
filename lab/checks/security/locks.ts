import { setTimeout as sleep } from 'node:timers/promises';
import { lookUntil } from '@watertight/testing/until';
import pg from 'pg';
import { type Attack, finding, type Target } from './attack.ts';
import { Browser } from './browser.ts';

const tables = {
  checkout: ['orders', 'products', 'stock', 'baskets'],
  search: ['products'],
  profile: ['sessions'],
  payment: ['charges'],
  bank: ['captures'],
  comments: ['comments'],
};
const pages = [
  '/',
  '/search?q=rope',
  '/products/two-speed-self-tailing-winch-size-40',
  '/basket',
  '/stores',
  '/account',
];
const HELD_MS = 3000;
const WHOLE_WITHIN_MS = 45_000;
const CONNECTIONS = 120;
const PAGE_WITHIN_MS = 12_000;

/** Another client of PostgreSQL locks the busiest tables of every service, and takes connections. */
export const locks: Attack = {
  name: 'locks',
  run: async target => [await locked(target), await connections(target)],
};

async function locked(target: Target) {
  const browser = new Browser(target.shop);
  await browser.registered();
  await browser.add('wt-1040');
  const holders = await Promise.all(Object.entries(tables).map(([database, names]) => hold(target, database, names)));
  await sleep(HELD_MS);
  const during = await look(browser);
  await Promise.all(holders.map(holder => holder.end()));
  const { seen, afterMs } = await lookUntil(() => look(browser), isWhole, {
    withinMs: WHOLE_WITHIN_MS * target.patience,
    everyMs: 1000,
  });
  const late = during.filter(({ tookMs }) => tookMs >= PAGE_WITHIN_MS).length;
  const observed = `nine tables: pages ${during.map(({ status }) => status).join(' ')}, ${late} without an answer; whole ${isWhole(seen) ? `${Math.round(afterMs / 1000)} s after` : 'never'}`;
  return finding('locked tables', late === 0 && isWhole(seen), observed);
}

async function hold(target: Target, database: string, names: readonly string[]): Promise<pg.Client> {
  const client = await clientOf(target, database);
  await client.query('BEGIN');
  for (const name of names) await client.query(`LOCK TABLE ${name} IN ACCESS EXCLUSIVE MODE`);
  return client;
}

async function connections(target: Target) {
  const browser = new Browser(target.shop);
  await browser.registered();
  const opened = await Promise.allSettled(Array.from({ length: CONNECTIONS }, () => clientOf(target, 'postgres')));
  const clients = opened.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
  const added = await browser.add('wt-1041');
  const paid = await browser.pay();
  await Promise.all(clients.map(client => client.end()));
  const whole = await lookUntil(() => look(browser), isWhole, {
    withinMs: WHOLE_WITHIN_MS * target.patience,
    everyMs: 1000,
  });
  const observed = `${clients.length} foreign connections: basket ${added.status}, pay ${paid.status}; whole afterwards: ${isWhole(whole.seen)}`;
  return finding('connections taken', paid.status === 303 && isWhole(whole.seen), observed);
}

async function clientOf(target: Target, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: target.databaseUrl(database), connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // the server may end it: the pages are what counts
  await client.connect();
  return client;
}

const look = (browser: Browser) => Promise.all(pages.map(path => browser.get(path, { withinMs: PAGE_WITHIN_MS })));

const isWhole = (answers: readonly { status: number; text: string }[]) =>
  answers.every(({ status, text }) => status === 200 && !/data-state="(stale|substitute|unavailable)"/.test(text));
