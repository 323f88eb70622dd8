import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND } from '@watertight/resilience';
import { buildApps } from '@watertight/testing/processes';
import { RealShop } from '../../kit/real-shop.ts';
import { print, shown } from '../figure.ts';
import { conclusive, openLoop } from '../../kit/open-loop.ts';

const PER_SECOND = 8;
const CALM_MS = 2 * SECOND;
const GONE_MS = 3 * SECOND;
/** Longer than a breaker stays open: an order that waits for one is seen to wait. */
const WATCHED_MS = 36 * SECOND;
/** What callers may add to the time without a database. */
const BACK_WITHIN_S = 5;
const PRODUCT = 'wt-2001';

interface Order {
  beganMs: number;
  endedMs: number;
  status: number;
}

interface Seen {
  goneS: number;
  unpaidS: number;
  refused: number;
  asked: number;
  latenessMs: number;
}

/** Payment's own database is killed for 3 s under 8 orders a second: how long no order is paid. */
export async function benchLedgerGone(): Promise<void> {
  await buildApps();
  const seen = await conclusive("payment's database gone", killLedger);
  const { goneS, unpaidS, refused, asked } = seen;
  process.stdout.write(
    `        payment's database gone for ${shown(goneS)} s (d), restart included: ${refused} of ${asked} orders refused\n`,
  );
  print({
    what: `orders after ${GONE_MS / SECOND} s without payment's database: paid again within d + ${BACK_WITHIN_S} s`,
    value: unpaidS,
    unit: 's',
    target: Math.round((goneS + BACK_WITHIN_S) * 10) / 10,
  });
}

async function killLedger(): Promise<Seen> {
  await using shop = await new RealShop({
    apps: ['bank', 'payment', 'checkout'],
    databases: { own: ['payment'], durable: true, connectionLimit: 40, redis: false },
    environment: () => ({ OPEN_MS: String(30 * SECOND) }),
  }).open();
  await stockUp(shop);
  const ledger = shop.databases.server('payment');
  const orders: Order[] = [];
  let [killedMs, backMs] = [0, 0];
  const outage = async () => {
    await sleep(CALM_MS);
    await ledger.kill();
    killedMs = performance.now();
    await sleep(GONE_MS);
    await ledger.restart();
    backMs = performance.now();
  };
  const call = async () => {
    const beganMs = performance.now();
    const status = await placeOrder(shop.urlOf('checkout'));
    orders.push({ beganMs, endedMs: performance.now(), status });
  };
  const forMs = CALM_MS + GONE_MS + WATCHED_MS;
  const [{ latenessMs }] = await Promise.all([openLoop({ perSecond: PER_SECOND, forMs, call }), outage()]);
  const paidSince = orders.filter(({ beganMs, status }) => beganMs >= killedMs && status === 201);
  return {
    goneS: (backMs - killedMs) / SECOND,
    unpaidS: (Math.min(...paidSince.map(({ endedMs }) => endedMs)) - killedMs) / SECOND,
    refused: orders.filter(({ status }) => status >= 500).length,
    asked: orders.length,
    latenessMs,
  };
}

async function stockUp(shop: RealShop): Promise<void> {
  const stock = 'INSERT INTO stock (product_id, store_id, received, available) VALUES ($1, $2, 100000, 100000)';
  await shop.query('checkout', `INSERT INTO stores VALUES ('bergen', 'Bergen', 'NO', 60, 5)`);
  await shop.query('checkout', `INSERT INTO products VALUES ($1, $1, $1, 'winch')`, [PRODUCT]);
  await shop.query('checkout', `INSERT INTO prices VALUES ($1, 1, 9999, 'USD')`, [PRODUCT]);
  await shop.query('checkout', stock, [PRODUCT, 'bergen']);
}

/** One piece for a new customer; the status of the answer. */
async function placeOrder(checkoutUrl: string): Promise<number> {
  const basketId = randomUUID();
  const key = { 'idempotency-key': randomUUID() };
  await post(`${checkoutUrl}/baskets/${basketId}/lines`, { productId: PRODUCT, quantity: 1 }, key);
  const deliverTo = { name: 'Ada', street: 'Quay 1', city: 'Bergen', country: 'NO' };
  const order = { basketId, priceVersions: { [PRODUCT]: 1 }, cardToken: 'tok_visa', deliverTo };
  return post(`${checkoutUrl}/orders`, order, key);
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'request-caller': 'storefront', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10 * SECOND),
  });
  await answer.arrayBuffer();
  return answer.status;
}
