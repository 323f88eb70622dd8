import { randomUUID } from 'node:crypto';
import { Shelf } from '@watertight/contracts/recommendations';
import { consume, type Message, Outlet } from '@watertight/service-kit';
import { queueKeys, realPostgres, realRedis, startApp, until } from '@watertight/testing';

const postgres = realPostgres({ ownServer: true });
const redis = realRedis();
const silent = { debug: () => {}, warn: () => {} } as never;

describe('recommendations', () => {
  let url: string;
  let outlet: Outlet;
  let checkout: { close(): Promise<void> };
  const acknowledged = new Set<string>();
  beforeAll(async () => {
    const app = await startApp('recommendations', { DATABASE_URL: postgres.url, REDIS_URL: redis.url });
    url = app.url;
    outlet = new Outlet(redis.url, queueKeys, silent);
    const note = async ({ event }: Message<'acknowledge'>) =>
      void acknowledged.add(`${event.outboxId} ${event.consumer}`);
    checkout = consume({ url: redis.url, name: 'acknowledge', keys: queueKeys, logger: silent }, note);
  });
  // Not the inbox: what was told twice may still lie in the queue, and must not be news to the next test.
  afterEach(() => postgres.query('TRUNCATE sold, bought_together'));
  afterAll(() => Promise.all([checkout.close(), outlet.close()]));

  const shelf = async (path: string) => Shelf.parse(await (await fetch(`${url}${path}`)).json()).productIds;
  const product = (n: number) => `wt-${1000 + n}`;

  /** An order of these products, as many pieces as each is named. */
  function ordered(...products: number[]): Message<'learn-order'> {
    const lines = products.map(n => ({ productId: product(n), quantity: 1 }));
    return {
      outboxId: randomUUID(),
      event: { version: 1, orderId: randomUUID(), at: new Date().toISOString(), lines },
    };
  }

  /** As checkout's relay does: again and again until all are acknowledged. */
  async function learn(...orders: Message<'learn-order'>[]) {
    const untold = () => orders.filter(({ outboxId }) => !acknowledged.has(`${outboxId} recommendations`));
    const tell = async () => {
      await Promise.all(untold().map(order => outlet.send('learn-order', order)));
      return untold().length === 0;
    };
    await until(tell, { withinMs: 15_000 });
  }

  it('know nothing before the first order', async () => {
    expect([await shelf('/bestsellers'), await shelf('/bought-together/wt-1001')]).toEqual([[], []]);
  });

  it('list what was bought together most, ties by number, never the product itself', async () => {
    await learn(ordered(1, 5), ordered(1, 5), ordered(1, 4), ordered(1, 3), ordered(2, 5));
    expect(await shelf('/bought-together/wt-1001')).toEqual([5, 3, 4, 2].map(product));
  });

  it('fill the shelf up to 8 with bestsellers, each product once', async () => {
    await learn(
      ordered(1, 2),
      ordered(3, 3, 3),
      ordered(4, 4),
      ordered(5),
      ordered(6),
      ordered(7),
      ordered(8),
      ordered(9),
      ordered(10),
    );
    expect(await shelf('/bought-together/wt-1001')).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map(product));
  });

  it('show bestsellers for a product nobody has bought', async () => {
    await learn(ordered(3, 3), ordered(4));
    expect(await shelf('/bought-together/wt-9999')).toEqual([3, 4].map(product));
  });

  it('list the 8 of which most pieces were bought, ties by number', async () => {
    await learn(...[9, 8, 7, 6, 5, 4, 3, 2, 1].map(n => ordered(n)), ordered(7));
    expect(await shelf('/bestsellers')).toEqual([7, 1, 2, 3, 4, 5, 6, 8].map(product));
  });

  it('learn an order once, however often it is told', async () => {
    const order = ordered(1, 2);
    await learn(order);
    acknowledged.clear();
    await learn(order);
    expect(
      await postgres.query('SELECT pieces::int, orders::int FROM sold JOIN bought_together USING (product_id)'),
    ).toEqual([1, 2].map(() => ({ pieces: 1, orders: 1 })));
  });

  it('count 40 orders of the same products that come at once, each in its own order of lines', async () => {
    await learn(...Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? ordered(1, 2, 3, 4) : ordered(4, 3, 2, 1))));
    expect(
      await postgres.query(
        'SELECT DISTINCT orders::int, pieces::int FROM sold JOIN bought_together USING (product_id)',
      ),
    ).toEqual([{ orders: 40, pieces: 40 }]);
  });

  it('learn what was ordered while Postgres and Redis were dead, after they are back', async () => {
    await learn(ordered(1, 2));
    await Promise.all([postgres.kill(), redis.kill()]);
    expect((await fetch(`${url}/bestsellers`)).status).toBe(503);
    await Promise.all([postgres.restart(), redis.restart()]);
    await learn(ordered(1, 3), ordered(1, 3));
    expect(await shelf('/bought-together/wt-1001')).toEqual([3, 2].map(product));
  });

  it('refuse what is no article number, by the name of the field', async () => {
    const response = await fetch(`${url}/bought-together/winch`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ field: 'productId' }] });
  });
});
