import { hash, randomUUID } from 'node:crypto';
import { lookUntil } from '@watertight/testing/until';
import { type Attack, finding, type Target } from './attack.ts';
import { Browser, formOf } from './browser.ts';
import { chargeKeyOf, newestOrder, statusOfOrder } from './orders.ts';
import { isRefusal, RedisClient } from './redis-client.ts';
import { redisUrlsOf } from './redis-neighbor.ts';

const SHIPPED_WITHIN_MS = 4000;
const delivery = { name: 'Ada L', street: '1 Quay', city: 'Cork', country: 'IE', cardToken: 'tok_declined' };

/**
 * A finished answer "captured" is written into Redis for the next charge of an order that is not paid.
 *
 * By a neighbor without a password, and with what each service may do: no order is confirmed that the ledger has no charge for.
 */
export const forgedAnswers: Attack = {
  name: 'forged-answers',
  async run(target) {
    const thief = new Browser(target.shop);
    await thief.add('wt-1045');
    const declined = await thief.pay({ cardToken: 'tok_declined' });
    const orderId = (await newestOrder(target)) ?? '';
    const form = formOf(declined, '/checkout'); // with the key of the next press
    const written = await forge(target, orderId, chargeKeyOf(form['idempotencyKey'] ?? ''));
    await thief.post('/checkout', { ...form, ...delivery });
    const paid = (word: string) => word === 'shipped' || word === 'confirmed';
    const look = () => statusOfOrder(target, orderId);
    const { seen } = await lookUntil(look, paid, { withinMs: SHIPPED_WITHIN_MS, everyMs: 250 });
    const observed = `written into Redis by ${written} clients; paid with a declined card, the order is ${seen}`;
    return [finding('an answer forged in Redis', !paid(seen), observed)];
  },
};

/** Writes the answer as the lock of payment keeps it; returns how many clients were allowed to. */
async function forge(target: Target, orderId: string, chargeKey: string): Promise<number> {
  const rows = await target.query<{ minor: string; currency: string }>(
    'checkout',
    'SELECT amount_minor AS minor, currency FROM orders WHERE id = $1',
    [orderId],
  );
  const amount = (Number(rows[0]?.minor) / 100).toFixed(2);
  const currency = rows[0]?.currency ?? 'USD';
  const request = JSON.stringify({ route: 'POST /charge-card', orderId, amount, currency, cardToken: 'tok_declined' });
  const card = { brand: 'forged', last4: '6379' };
  const body = {
    id: randomUUID(),
    orderId,
    status: 'captured',
    amount,
    currency,
    card,
    capturedAt: new Date().toISOString(),
  };
  const fields = {
    f: `v1:${hash('sha256', request, 'hex')}`,
    s: '201',
    t: 'application/json; charset=utf-8',
    b: JSON.stringify(body),
  };
  const key = `{once:${hash('sha256', `checkout\n${chargeKey}`, 'base64url')}}`;
  let written = 0;
  for (const url of [`redis://127.0.0.1:${target.redisPort}`, ...redisUrlsOf(target)]) {
    using redis = new RedisClient(url);
    if (!isRefusal(await redis.send('HSET', key, ...Object.entries(fields).flat()))) written += 1;
  }
  return written;
}
