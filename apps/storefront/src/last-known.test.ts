import type { Stock } from '@watertight/contracts/checkout';
import { leakCheck, realRedis, until } from '@watertight/testing';
import { LastKnown } from './last-known.ts';
import { sectionsOf, storefront } from './storefront.fixture.ts';

const stock = (available: number): Stock => ({
  productId: 'wt-1001',
  price: { amount: '12.50', currency: 'USD' },
  priceVersion: 3,
  inStores: 37,
  stores: 100,
  available,
  harbours: [],
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

  it('are 2,000 at most: the one not used for longest is forgotten first', () => {
    const lastKnown = new LastKnown();
    for (let i = 1; i <= 2_000; i += 1) lastKnown.keep('stock', `wt-${i}`, stock(i));
    lastKnown.find('stock', 'wt-1'); // used
    lastKnown.keep('stock', 'wt-2001', stock(2_001));
    expect(['wt-1', 'wt-2', 'wt-3', 'wt-2001'].map(id => lastKnown.find('stock', id)?.value.available)).toEqual([
      1,
      undefined,
      3,
      2_001,
    ]);
  });

  it('are at most 64 kB each: a larger answer leaves the older copy', () => {
    const lastKnown = new LastKnown();
    const product = {
      id: 'wt-1001',
      slug: 'thing-1',
      name: 'Thing',
      category: 'rope' as const,
      kind: 'coil' as const,
      price: { amount: '1.00', currency: 'USD' as const },
      description: 'small',
      facts: [],
    };
    lastKnown.keep('product', 'thing-1', product);
    lastKnown.keep('product', 'thing-1', { ...product, description: 'x'.repeat(64 * 1024) });
    expect(lastKnown.find('product', 'thing-1')?.value.description).toBe('small');
  });

  it('of an earlier process give way to our own, and to nonsense nobody listens', () => {
    const lastKnown = new LastKnown();
    lastKnown.keep('stock', 'wt-1001', stock(7));
    const atMs = Date.now() - 3_600_000;
    lastKnown.restore([
      ['stock:wt-1001', { json: JSON.stringify(stock(1)), atMs }],
      ['stock:wt-1002', { json: JSON.stringify(stock(2)), atMs }],
      ['stock:wt-1003', { json: '{"available":3}', atMs }],
      ['stock:wt-1004', { json: '{', atMs }],
    ]);
    expect(
      ['wt-1001', 'wt-1002', 'wt-1003', 'wt-1004'].map(id => lastKnown.find('stock', id)?.value.available),
    ).toEqual([7, 2, undefined, undefined]);
    expect(lastKnown.find('stock', 'wt-1002')?.ageMs).toBeGreaterThanOrEqual(3_600_000);
  });
});

describe('mirrored to Redis', () => {
  const redis = realRedis();
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
