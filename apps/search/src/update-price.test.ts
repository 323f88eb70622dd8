import { randomUUID } from 'node:crypto';
import { Product } from '@watertight/contracts/search';
import { consume, type Message, Outlet } from '@watertight/service-kit';
import { queueKeys, realPostgres, realRedis, startApp, until } from '@watertight/testing';

const postgres = realPostgres();
const redis = realRedis();
const silent = { debug: () => {}, warn: () => {} } as never;

describe('the copy of a price', () => {
  let url: string;
  let outlet: Outlet;
  let checkout: { close(): Promise<void> };
  const acknowledged = new Set<string>();
  let product: Product;

  beforeAll(async () => {
    const app = await startApp('search', { DATABASE_URL: postgres.url, REDIS_URL: redis.url, SEED: 'demo' });
    url = app.url;
    outlet = new Outlet(redis.url, queueKeys, silent);
    const note = async ({ event }: Message<'acknowledge'>) =>
      void acknowledged.add(`${event.outboxId} ${event.consumer}`);
    checkout = consume({ url: redis.url, name: 'acknowledge', keys: queueKeys, logger: silent }, note);
  });
  afterAll(() => Promise.all([checkout.close(), outlet.close()]));

  beforeEach(async () => {
    await postgres.query("UPDATE products SET amount_minor = 1000, currency = 'USD', price_version = 1");
    const [row] = await postgres.query<{ slug: string }>('SELECT slug FROM products ORDER BY random() LIMIT 1');
    product = await read(row?.slug ?? '');
  });

  const read = async (slug: string) => Product.parse(await (await fetch(`${url}/products/${slug}`)).json());

  function priceChanged(amount: string, priceVersion: number, productId = product.id): Message<'update-price'> {
    return {
      outboxId: randomUUID(),
      event: { version: 1, productId, price: { amount, currency: 'USD' }, priceVersion },
    };
  }

  /** As checkout's relay does: again and again until it is acknowledged. */
  async function tell(...messages: Message<'update-price'>[]) {
    for (const message of messages) {
      await until(
        () => outlet.send('update-price', message).then(() => acknowledged.has(`${message.outboxId} search`)),
        {
          withinMs: 10_000,
        },
      );
    }
  }

  it('follows no change that checkout has not sent, and every one after it', async () => {
    const thief = new Outlet(redis.url, { search: 'a key that was guessed' }, silent);
    const forged = priceChanged('0.01', 2_147_483_647);
    await thief.send('update-price', forged);
    const refused = async () =>
      (await (await fetch(`${url}/metrics`)).text()).match(/messages_refused.*update-price.* (\d+)$/m);
    await until(async () => Number((await refused())?.[1]) === 1, { withinMs: 10_000 });
    await tell(priceChanged('77.70', 2));
    expect((await read(product.slug)).price.amount).toBe('77.70');
    expect([...acknowledged].join()).not.toContain(forged.outboxId);
    await thief.close();
  });

  it('follows a change, on the product and on its tile', async () => {
    await tell(priceChanged('12.50', 2));
    expect((await read(product.slug)).price).toEqual({ amount: '12.50', currency: 'USD' });
    const cards = await (await fetch(`${url}/cards?ids=${product.id}`)).json();
    expect(cards).toMatchObject({ products: [{ price: { amount: '12.50' } }] });
  });

  it('is the newest one, in whatever order the changes arrive', async () => {
    await tell(priceChanged('30.00', 4), priceChanged('20.00', 3), priceChanged('10.00', 2));
    expect((await read(product.slug)).price.amount).toBe('30.00');
  });

  it('changes once when a message comes twice, with newer ones in between', async () => {
    const second = priceChanged('20.00', 2);
    await tell(second, priceChanged('30.00', 3), second);
    expect((await read(product.slug)).price.amount).toBe('30.00');
  });

  it('is still found by its words after the change', async () => {
    await tell(priceChanged('12.50', 2));
    const query = new URLSearchParams({ q: product.name }).toString();
    const found = (await (await fetch(`${url}/products?${query}`)).json()) as { products: Product[] };
    expect(found.products[0]).toMatchObject({ id: product.id, price: { amount: '12.50' } });
  });

  it('of a product that search does not know is acknowledged and changes nothing', async () => {
    await tell(priceChanged('12.50', 2, 'wt-999999999'));
    expect(await postgres.query('SELECT FROM products WHERE price_version > 1')).toHaveLength(0);
  });

  it('follows a change that came while Redis was away, after it is back', async () => {
    await redis.restart();
    await tell(priceChanged('15.00', 2));
    expect((await read(product.slug)).price.amount).toBe('15.00');
  });
});
