import { randomUUID } from 'node:crypto';
import { lookUntil } from '@watertight/testing/until';
import { type Attack, finding, type Finding, type Target } from './attack.ts';
import { Browser } from './browser.ts';
import { newestOrder, orderOf, statusOfOrder } from './orders.ts';
import { isRefusal, RedisClient } from './redis-client.ts';
import { redisUrlsOf } from './redis-neighbor.ts';

const WORKED_MS = 3000;
const SHIPPED_WITHIN_MS = 15_000;
const PRODUCT = 'wt-1005';

/** Jobs that no outbox wrote: a price that was never set, parcels of an order that is not paid, an event that was never handled. */
export const forgedJobs: Attack = {
  name: 'forged-jobs',
  run: async target => [await price(target), await unpaid(target), await acknowledged(target)],
};

/** Adds a job as BullMQ keeps it, with every credential there is; returns how many clients were allowed to. */
async function job(target: Target, queue: string, event: object, outboxId = randomUUID()): Promise<number> {
  const base = `{shop}:${queue}`;
  let added = 0;
  for (const url of [`redis://127.0.0.1:${target.redisPort}`, ...redisUrlsOf(target)]) {
    using redis = new RedisClient(url);
    const fields = {
      name: queue,
      data: JSON.stringify({ outboxId, event }),
      opts: '{"attempts":1}',
      timestamp: Date.now(),
      delay: 0,
      priority: 0,
    };
    const wrote = await redis.send('HSET', `${base}:${outboxId}`, ...Object.entries(fields).flat());
    const pushed = await redis.send('LPUSH', `${base}:wait`, outboxId);
    await redis.send('ZADD', `${base}:marker`, 0, '0');
    if (!isRefusal(wrote) && !isRefusal(pushed)) added += 1;
  }
  return added;
}

async function price(target: Target): Promise<Finding> {
  const shown = async () => {
    const sql = 'SELECT amount_minor AS minor FROM products WHERE id = $1';
    return Number((await target.query<{ minor: string }>('search', sql, [PRODUCT]))[0]?.minor);
  };
  const before = await shown();
  const event = {
    version: 1,
    productId: PRODUCT,
    price: { amount: '0.01', currency: 'USD' },
    priceVersion: 2_147_483_647,
  };
  const added = await job(target, 'update-price', event);
  const { seen } = await lookUntil(shown, minor => minor !== before, {
    withinMs: WORKED_MS * target.patience,
    everyMs: 250,
  });
  return finding(
    'a price that was never set',
    seen === before,
    `added by ${added} clients; search showed ${before} cents, then ${seen}`,
  );
}

async function unpaid(target: Target): Promise<Finding> {
  const thief = new Browser(target.shop);
  await thief.add('wt-1006');
  await thief.pay({ cardToken: 'tok_declined' });
  const orderId = (await newestOrder(target)) ?? '';
  const added = await job(target, 'ship-order', { version: 1, orderId, at: new Date().toISOString(), lines: [] });
  const parcels = async () =>
    (await target.query('checkout', 'SELECT 1 FROM deliveries WHERE order_id = $1', [orderId])).length;
  const { seen } = await lookUntil(parcels, count => count > 0, {
    withinMs: WORKED_MS * target.patience,
    everyMs: 250,
  });
  const then = await thief.pay();
  const shipped = await lookUntil(() => statusOfOrder(target, orderId), isShipped, {
    withinMs: SHIPPED_WITHIN_MS * target.patience,
    everyMs: 500,
  });
  const observed = `added by ${added} clients; parcels of the unpaid order: ${seen}; paid later (${then.status}) it is ${shipped.seen}`;
  return finding('parcels of an unpaid order', seen === 0 && isShipped(shipped.seen), observed);
}

/** The event of a paid order is acknowledged by a job of the attacker's, before its own consumer has it. */
async function acknowledged(target: Target): Promise<Finding> {
  const customer = new Browser(target.shop);
  await customer.add('wt-1007');
  await target.owner('freeze', 'redis');
  const bought = await customer.pay();
  const orderId = orderOf(bought.headers.location) ?? (await newestOrder(target)) ?? '';
  const sql = `SELECT id FROM outbox WHERE event->>'orderId' = $1 AND queue = 'ship-order'`;
  const rows = await target.query<{ id: string }>('checkout', sql, [orderId]);
  await target.owner('thaw', 'redis');
  let added = 0;
  for (const { id } of rows)
    added += await job(target, 'acknowledge', { version: 1, outboxId: id, consumer: 'checkout' });
  for (const url of [`redis://127.0.0.1:${target.redisPort}`, ...redisUrlsOf(target)]) {
    using redis = new RedisClient(url);
    await redis.send('DEL', '{shop}:ship-order:wait');
  }
  const { seen } = await lookUntil(() => statusOfOrder(target, orderId), isShipped, {
    withinMs: SHIPPED_WITHIN_MS * target.patience,
    everyMs: 500,
  });
  const observed = `paid ${bought.status}, ${rows.length} events, acknowledged by ${added} jobs of others: the order is ${seen}`;
  return finding('an event that is acknowledged by others', isShipped(seen) && rows.length > 0, observed);
}

const isShipped = (word: string) => word === 'shipped';
