import { setTimeout as sleep } from 'node:timers/promises';
import { lookUntil } from '@watertight/testing/until';
import pg from 'pg';
import { type Attack, finding, type Target } from './attack.ts';
import { Browser, formOf } from './browser.ts';
import { newestOrder, statusOfOrder } from './orders.ts';

/** The shop under attack runs with LEASE_MS=3000: what was left behind is taken over after three seconds. */
const TAKEN_OVER_MS = 12_000;
const LOCKED_MS = 600;
const delivery = { name: 'Ada L', street: '1 Quay', city: 'Cork', country: 'IE', cardToken: 'tok_mastercard' };

/**
 * The ledger hangs while a customer pays, and goes on when the customer has been answered.
 *
 * If the answer was "nothing was charged", nothing is charged later; and with another card the order is paid once.
 */
export const nothingCharged: Attack = {
  name: 'nothing-charged',
  async run(target) {
    const [silent, again] = [await answered(target, 'wt-1060'), await answered(target, 'wt-1061')];
    await target.owner('heal'); // the breakers have learned of the lock
    const second = await again.browser.post('/checkout', { ...formOf(again.paid, '/checkout'), ...delivery });
    const settled = () => settledWords(target, again.orderId);
    const ended = await lookUntil(settled, ({ isEnded }) => isEnded, {
      withinMs: TAKEN_OVER_MS * target.patience,
      everyMs: 500,
    });
    const late = await lookUntil(
      () => captured(target, silent.orderId),
      count => count > 0,
      { withinMs: (TAKEN_OVER_MS * target.patience) / 2, everyMs: 500 },
    );
    const status = await statusOfOrder(target, silent.orderId);
    const charged = late.seen > 0 && !/confirmed|shipped/.test(status);
    return [
      finding(
        'charged after "nothing was charged"',
        !(silent.says && charged),
        `told "${silent.sentence}"; captured later: ${late.seen}, order ${status}`,
      ),
      finding(
        'then another card',
        ended.seen.isEnded,
        `told "${again.sentence}", then another card (${second.status}): ${ended.seen.words}`,
      ),
    ];
  },
};

async function answered(target: Target, product: string) {
  const browser = new Browser(target.shop);
  await browser.add(product);
  const fields = await browser.form('/checkout', '/checkout');
  const client = new pg.Client({ connectionString: target.databaseUrl('payment') });
  client.on('error', () => {}); // it is ended below
  await client.connect();
  await client.query('BEGIN');
  await client.query('LOCK TABLE charges IN ACCESS EXCLUSIVE MODE');
  await sleep(LOCKED_MS);
  const paid = await browser.post('/checkout', { ...fields, ...delivery, cardToken: 'tok_visa' });
  await client.end();
  const shown = paid.status === 303 ? await browser.get(paid.headers.location ?? '/') : paid;
  const known = /Nothing was charged[^<]*|Being confirmed[^<]*|<h1>[^<]*/;
  const sentence = known.exec(shown.text)?.[0].replace('<h1>', '') ?? String(shown.status);
  return {
    browser,
    paid,
    sentence,
    says: sentence.startsWith('Nothing was charged'),
    orderId: (await newestOrder(target)) ?? '',
  };
}

async function captured(target: Target, orderId: string): Promise<number> {
  const sql = `SELECT 1 FROM charges WHERE order_id = $1 AND state = 'captured' AND refunded_minor = 0`;
  return (await target.query('payment', sql, [orderId])).length;
}

/** Ended: paid with one charge, or not paid and without any. */
async function settledWords(target: Target, orderId: string) {
  const [status, charges] = [await statusOfOrder(target, orderId), await captured(target, orderId)];
  const isPaid = status === 'confirmed' || status === 'shipped';
  const isEnded = status !== 'charging' && charges === (isPaid ? 1 : 0);
  return { isEnded, words: `order ${status}, captured charges ${charges}` };
}
