import { randomUUID } from 'node:crypto';
import type { Shipment } from '@watertight/contracts/checkout';
import { type AppProcess, realPostgres, startApp, until } from '@watertight/testing';
import { SmallShop, statusesOf } from '../small-shop.fixture.ts';

const STORES = 20;
const SHIPMENTS = 12;

describe('a shipment', () => {
  const postgres = realPostgres();
  let replicas: AppProcess[];
  const shop = new SmallShop(() => replicas[0]?.url ?? '', postgres);
  const other = new SmallShop(() => replicas[1]?.url ?? '', postgres);
  const stores = Array.from({ length: STORES }, (_, i) => `harbour-${i + 1}`);

  beforeAll(async () => {
    const env = { DATABASE_URL: postgres.url, PAYMENT_URL: 'http://127.0.0.1:9' };
    replicas = await Promise.all([startApp('checkout', env), startApp('checkout', env)]);
    await shop.open();
    await postgres.query(`INSERT INTO stores SELECT slug, slug, 'NO', 60, 5 FROM unnest($1::text[]) AS slug`, [stores]);
  });

  async function shipment(): Promise<string> {
    const [row] = await postgres.query<{ id: string }>(
      'INSERT INTO shipments (product_id, quantity) VALUES ($1, 12) RETURNING id',
      [await shop.product({})],
    );
    return row?.id ?? '';
  }
  /** Asks again when the database of a slow machine had no connection for it within a second. */
  const claim = (id: string, storeId: string, by = shop) =>
    until(
      async () => {
        const told = await by.ask<Shipment & { code?: string }>('POST', `/shipments/${id}/claim`, { storeId });
        return told.status === 503 ? undefined : told;
      },
      { withinMs: 10_000 },
    );

  it(`goes to exactly one of ${STORES} stores that race for ${SHIPMENTS} of them over two processes`, async () => {
    const ids = await Promise.all(Array.from({ length: SHIPMENTS }, shipment));
    const race = () =>
      Promise.all(
        // Each store begins with another shipment, so that every one has its own first asker.
        stores.flatMap((store, i) =>
          ids.map(async (_, j) => {
            const id = ids[(i + j) % SHIPMENTS] ?? '';
            return { id, store, ...(await claim(id, store, i % 2 === 0 ? shop : other)) };
          }),
        ),
      );
    const first = await race();
    const again = await race(); // as after a lost answer
    const kept = await postgres.query<{ id: string; store_id: string }>('SELECT id, store_id FROM shipments');
    const ownerOf = new Map(kept.map(row => [row.id, row.store_id]));
    for (const claims of [first, again]) {
      expect(claims.filter(({ status }) => status === 200)).toHaveLength(SHIPMENTS);
      for (const { id, store, status, body } of claims) {
        const owner = ownerOf.get(id);
        expect([store, status, body.storeId]).toEqual([store, store === owner ? 200 : 409, owner]);
        if (store !== owner) expect(body.code).toBe('shipment-claimed');
      }
    }
  });

  it('is on its way to the store that claimed it, and on offer to nobody', async () => {
    const id = await shipment();
    await claim(id, 'bergen');
    const store = await shop.ask<{ incoming: Shipment[] }>('GET', '/stores/bergen');
    expect(store.body.incoming).toMatchObject([
      { id, quantity: 12, status: 'claimed', storeId: 'bergen', name: expect.stringMatching(/^Winch/) },
    ]);
    expect((await shop.ask<{ shipments: Shipment[] }>('GET', '/shipments')).body.shipments).toEqual([]);
  });

  it('that has arrived is not claimed again, by whomever', async () => {
    const id = await shipment();
    await claim(id, 'cork');
    await postgres.query(`UPDATE shipments SET status = 'received' WHERE id = $1`, [id]);
    const claims = [await claim(id, 'bergen'), await claim(id, 'cork')];
    expect(statusesOf(claims)).toEqual([409, 409]);
  });

  it('is claimed neither by a store that is not there nor where it is not there', async () => {
    const id = await shipment();
    expect((await claim(id, 'atlantis')).body.code).toBe('store-not-found');
    expect((await claim(randomUUID(), 'bergen')).body.code).toBe('shipment-not-found');
    for (const storeId of ["'; DROP TABLE shipments; --", '', '\0', 7, null, ['bergen'], 'x'.repeat(101)]) {
      const refused = await shop.ask('POST', `/shipments/${id}/claim`, { storeId });
      expect([storeId, refused.status, refused.body['code']]).toEqual([storeId, 400, 'invalid-request']);
    }
    expect((await shop.ask('POST', '/shipments/7/claim', { storeId: 'bergen' })).status).toBe(400);
  });
});
