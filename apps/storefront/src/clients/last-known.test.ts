import { once } from 'node:events';
import type { Stock } from '@watertight/contracts/checkout';
import type { Product, Results } from '@watertight/contracts/search';
import { type Logger, openRedis } from '@watertight/service-kit';
import { leakCheck, realRedis, until } from '@watertight/testing';
import { LastKnown, MAX_COPIES } from './last-known.ts';
import { mirrorLastKnown } from './last-known-mirror.ts';
import { sectionsOf, storefront } from '../storefront.fixture.ts';

const stock = (available: number): Stock => ({
  productId: 'wt-1001',
  price: { amount: '12.50', currency: 'USD' },
  priceVersion: 3,
  inStores: 37,
  stores: 100,
  available,
  harbours: [],
});

const product = (slug: string): Product => ({
  id: 'wt-1001',
  slug,
  name: 'Thing',
  category: 'rope',
  kind: 'coil',
  price: { amount: '1.00', currency: 'USD' },
  description: 'small',
  facts: [],
});

const results = (words: string): Results => ({
  words,
  category: null,
  page: 1,
  pages: 0,
  total: 0,
  products: [],
  match: 'none',
});

describe('the last known copies', () => {
  it('are found with their age, and cannot be changed from outside', () => {
    const lastKnown = new LastKnown();
    const mine = lastKnown.keep('stock', 'wt-1001', stock(7));
    mine.available = 0;
    const found = lastKnown.find('stock', 'wt-1001');
    expect(found).toMatchObject({ state: 'stale', value: { available: 7 } });
    expect(found?.ageMs).toBeLessThan(1_000);
    expect(lastKnown.find('stock', 'wt-1002')).toBeUndefined();
  });

  it('are 800 of stock at most: the one not used for longest is forgotten first', () => {
    const lastKnown = new LastKnown();
    for (let i = 1; i <= 800; i += 1) lastKnown.keep('stock', `wt-${i}`, stock(i));
    lastKnown.find('stock', 'wt-1'); // used
    lastKnown.keep('stock', 'wt-801', stock(801));
    expect(['wt-1', 'wt-2', 'wt-3', 'wt-801'].map(id => lastKnown.find('stock', id)?.value.available)).toEqual([
      1,
      undefined,
      3,
      801,
    ]);
  });

  it('of products and their stock outlive 3,000 searches; all kinds together are 2,000', () => {
    const lastKnown = new LastKnown();
    for (let i = 1; i <= 800; i += 1) {
      lastKnown.keep('product', `thing-${i}`, product(`thing-${i}`));
      lastKnown.keep('stock', `wt-${i}`, stock(i));
    }
    for (let i = 1; i <= 3_000; i += 1) lastKnown.keep('results', `words ${i}`, results(`words ${i}`));
    expect(lastKnown.find('product', 'thing-1')?.value.slug).toBe('thing-1');
    expect(lastKnown.find('stock', 'wt-1')?.value.available).toBe(1);
    expect(lastKnown.find('results', 'words 2610')).toBeUndefined();
    expect(lastKnown.find('results', 'words 2611')?.value.words).toBe('words 2611');
    expect(Object.values(MAX_COPIES).reduce((sum, most) => sum + most)).toBe(2_000);
  });

  it('are at most 64 kB each: a larger answer leaves the older copy', () => {
    const lastKnown = new LastKnown();
    lastKnown.keep('product', 'thing-1', product('thing-1'));
    lastKnown.keep('product', 'thing-1', { ...product('thing-1'), description: 'x'.repeat(64 * 1024) });
    expect(lastKnown.find('product', 'thing-1')?.value.description).toBe('small');
  });

  it('of an earlier process give way to our own, and to nonsense nobody listens', () => {
    const lastKnown = new LastKnown();
    lastKnown.keep('stock', 'wt-1001', stock(7));
    const atMs = Date.now() - 3_600_000;
    lastKnown.restore('stock', [
      ['wt-1001', { json: JSON.stringify(stock(1)), atMs }],
      ['wt-1002', { json: JSON.stringify(stock(2)), atMs }],
      ['wt-1003', { json: '{"available":3}', atMs }],
      ['wt-1004', { json: '{', atMs }],
    ]);
    expect(
      ['wt-1001', 'wt-1002', 'wt-1003', 'wt-1004'].map(id => lastKnown.find('stock', id)?.value.available),
    ).toEqual([7, 2, undefined, undefined]);
    expect(lastKnown.find('stock', 'wt-1002')?.ageMs).toBeGreaterThanOrEqual(3_600_000);
  });
});

describe('mirrored to Redis', () => {
  const redis = realRedis();
  const silent = { info() {}, warn() {} } as unknown as Logger;
  const { services, running, start, get } = storefront({ LOG_LEVEL: 'warn' });

  it('they outlive the storefront: it starts with search and recommendations dead, and knows both', async () => {
    await start({ REDIS_URL: redis.url });
    await get('/products/thing-1');
    await until(async () => sectionsOf(await get('/'))['recommendations']?.state === 'ok', { withinMs: 5_000 });
    await running.app.kill();
    await services.search.close();
    await services.recommendations.close();

    await start({ REDIS_URL: redis.url });
    const seen = await until(
      async () => {
        const page = await get('/products/thing-1');
        return page.status === 200 && sectionsOf(page);
      },
      { withinMs: 5_000 },
    );
    expect(seen['product']).toMatchObject({ state: 'stale' });
    expect(seen['product']?.text).toMatch(/Shown as of \d+ seconds? ago\./);
    expect(seen['recommendations']).toMatchObject({ state: 'substitute' });
    expect(seen['recommendations']?.text).toContain('Thing 900');
  });

  it('they are at most as many as in memory: of 450 searches the newest 390 are left, and products are not pushed out', async () => {
    const client = openRedis(redis.url, silent);
    await once(client, 'ready');
    await client.flushall();
    const lastKnown = new LastKnown();
    mirrorLastKnown(lastKnown, client);
    lastKnown.keep('product', 'thing-7', product('thing-7'));
    for (let i = 1; i <= 450; i += 1) lastKnown.keep('results', `words ${i}`, results(`words ${i}`));
    await until(async () => (await client.exists('{last-known}:results:words 450')) === 1, { withinMs: 5_000 });

    expect(await client.keys('{last-known}:results:*')).toHaveLength(390);
    expect(await client.zcard('{last-known}:index:results')).toBe(390);
    expect(await client.keys('{last-known}:product:*')).toEqual(['{last-known}:product:thing-7']);
    const restarted = new LastKnown();
    const second = openRedis(redis.url, silent);
    mirrorLastKnown(restarted, second);
    await until(() => restarted.find('product', 'thing-7') !== undefined, { withinMs: 5_000 });
    await until(() => restarted.find('results', 'words 450') !== undefined, { withinMs: 5_000 });
    client.disconnect();
    second.disconnect();
  });

  it('no page waits for Redis: killed or frozen, they are what they were', async () => {
    await start({ REDIS_URL: redis.url });
    for (const strike of [() => redis.freeze(), () => redis.kill()]) {
      await strike();
      const page = await get('/products/thing-2');
      expect([page.status, sectionsOf(page)['product']?.state]).toEqual([200, 'ok']);
      expect(page.completeMs).toBeLessThan(400);
    }
  });

  it('before the first answer the shelf names nothing, and says nothing false', async () => {
    await services.recommendations.close();
    await start(); // without Redis
    const page = await get('/');
    const { recommendations } = sectionsOf(page);
    expect(recommendations).toMatchObject({ state: 'unavailable' });
    expect(recommendations?.text).toContain('Recommendations are unavailable right now.');
    expect(recommendations?.text).not.toContain('bestsellers');
    expect(page.body).toContain('This shop runs without Redis');

    await services.recommendations.open();
    await until(async () => sectionsOf(await get('/'))['recommendations']?.state === 'ok', { withinMs: 5_000 });
  });
});

leakCheck();
