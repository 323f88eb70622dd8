import { realPostgres, startApp } from '@watertight/testing';

const postgres = realPostgres();

it('two replicas that start at once learn the past orders once, and answer without Redis', async () => {
  const env = { DATABASE_URL: postgres.url, SEED: 'demo' };
  const [one] = await Promise.all([startApp('recommendations', env), startApp('recommendations', env)]);
  const before = await postgres.query('SELECT * FROM sold ORDER BY product_id');
  expect(before.length).toBeGreaterThan(100);

  for (const path of ['/bestsellers', '/bought-together/wt-1001']) {
    const { productIds } = (await (await fetch(`${one.url}${path}`)).json()) as { productIds: string[] };
    expect(new Set(productIds).size).toBe(8);
  }
  const uneven = await postgres.query(
    `SELECT FROM bought_together AS one LEFT JOIN bought_together AS other
       ON one.product_id = other.other_id AND one.other_id = other.product_id AND one.orders = other.orders
     WHERE other.orders IS NULL`,
  );
  expect(uneven).toHaveLength(0);
});
