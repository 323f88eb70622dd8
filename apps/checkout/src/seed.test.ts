import { Database } from '@watertight/service-kit';
import { realPostgres } from '@watertight/testing';
import { seed } from './seed.ts';

describe('the demo shop', () => {
  const postgres = realPostgres();

  it('is on its shelves within seconds, tables included: 300 products, 100 stores, over 10,000 places', async () => {
    const migrations = new URL('../migrations/', import.meta.url);
    const database = new Database({ url: postgres.url, migrations, seed: { table: 'products', fill: seed } });
    const startedMs = performance.now();
    await database.prepare(() => {});
    expect(performance.now() - startedMs).toBeLessThan(6000); // row by row it takes a minute
    await database.close();
    const [counts] = await postgres.query(
      `SELECT (SELECT count(*)::int FROM offers) AS offers, (SELECT count(*)::int FROM stores) AS stores,
         (SELECT count(*)::int > 10000 FROM stock) AS full, (SELECT bool_and(received = available) FROM stock) AS untouched`,
    );
    expect(counts).toEqual({ offers: 300, stores: 100, full: true, untouched: true });
  });
});
