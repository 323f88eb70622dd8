import { until } from '@watertight/testing';
import { Redis } from 'ioredis';
import { testShop } from './kit/shop.fixture.ts';
import { hiddenFields, Visitor } from './visitor.ts';

const PRODUCT = '/products/kayak-deck-compass';
const deliverTo = { name: 'Ada', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
const WITHIN = { withinMs: 15_000 };

describe('the services as users of Redis', () => {
  const shop = testShop();
  const clients: Redis[] = [];
  afterAll(() => clients.forEach(client => client.disconnect()));
  const clientOf = (url: string) => {
    const client = new Redis(url, { maxRetriesPerRequest: 1 });
    client.on('error', () => {}); // the command reports it
    clients.push(client);
    return client;
  };
  const call = (client: Redis, words: string) =>
    client.call(...(words.split(' ') as [string, ...string[]])).catch((error: Error) => error.message);

  it('ship an order, learn from it, and keep copies of pages, without a command that is refused', async () => {
    const visitor = new Visitor(shop.url);
    const page = await visitor.open(PRODUCT);
    await visitor.submit('/basket/lines', { ...hiddenFields(page, '/basket/lines'), quantity: '1' });
    const form = { ...hiddenFields(await visitor.open('/checkout'), '/checkout'), ...deliverTo, cardToken: 'tok_visa' };
    await visitor.submit('/checkout', form);
    await until(
      async () => (await shop.query('checkout', 'SELECT FROM outbox WHERE acknowledged_at IS NULL')).length === 0,
      WITHIN,
    );
    expect(await shop.query('checkout', `SELECT FROM orders WHERE status IN ('confirmed', 'shipped')`)).toHaveLength(1);
    expect(await shop.query('recommendations', 'SELECT FROM inbox')).toHaveLength(1);

    const operator = clientOf(shop.redis.url);
    await until(async () => (await operator.keys('{last-known}:*')).length > 0, WITHIN);
    await shop.process('storefront').kill();
    await shop.start('storefront'); // takes in the copies
    // A worker that dies leaves its jobs to the others, which is more scripts.
    await shop.process('recommendations').kill();
    await shop.start('recommendations');
    expect(await operator.call('ACL', 'LOG')).toEqual([]);
  }, 60_000);

  it.each([
    ['storefront', '{shop}:ship-order:wait'],
    ['payment', '{last-known}:index:page'],
    ['search', '{shop}:ship-order:wait'],
    ['recommendations', '{shop}:update-price:wait'],
    ['checkout', '{once:AAAA}'],
  ])('as %s cannot read %s, nor what belongs to the operator', async (app, key) => {
    const client = clientOf(shop.databases.redisUrlFor(app) ?? '');
    for (const words of [
      `GET ${key}`,
      `DEL ${key}`,
      `LPUSH ${key} x`,
      `EVAL return(redis.call('DEL','${key}')) 0`,
      'FLUSHALL',
      'CONFIG GET maxmemory',
      'REPLICAOF NO ONE',
      'KEYS *',
      'SCAN 0',
      'ACL LIST',
      'CLIENT LIST',
      'MONITOR',
      'SHUTDOWN',
    ])
      expect(`${words}: ${String(await call(client, words))}`).toMatch(/NOPERM|can't (access|run)/);
  });

  it('are not served without a password', async () => {
    const url = new URL(shop.redis.url);
    expect(await call(clientOf(`redis://${url.host}`), 'PING')).toMatch(/NOAUTH/);
  });
});
