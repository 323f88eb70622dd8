import { Product } from '@watertight/contracts/search';
import { realPostgres, startApp } from '@watertight/testing';

const postgres = realPostgres();

describe('reading products from the demo catalogue', () => {
  let url: string;
  beforeAll(async () => {
    const app = await startApp('search', { DATABASE_URL: postgres.url, SEED: 'demo' });
    url = app.url;
  });

  it('answers one, whole, under its readable name', async () => {
    const [known] = await postgres.query<{ id: string; slug: string; amount_minor: string; keywords: string }>(
      'SELECT * FROM products ORDER BY id LIMIT 1',
    );
    const response = await fetch(`${url}/products/${known?.slug}`);
    expect(response.status).toBe(200);
    const product = Product.parse(await response.json());
    expect(product.id).toBe(known?.id);
    expect(product.price.amount.replace('.', '')).toBe(known?.amount_minor);
    expect(product.facts.length).toBeGreaterThan(0);
    expect(product).not.toHaveProperty('keywords');
  });

  it('answers 404 product-not-found for a name it does not know', async () => {
    const response = await fetch(`${url}/products/a-boat-in-a-bottle`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'product-not-found' });
  });

  it.each(['Winch', 'a--b', 'x'.repeat(101), "'; DROP TABLE products; --", '%00'])(
    'refuses what cannot be a name: %s',
    async slug => {
      const response = await fetch(`${url}/products/${encodeURIComponent(slug)}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'invalid-request', errors: [{ field: 'slug' }] });
    },
  );

  it('answers cards in the order asked and leaves out what it does not know', async () => {
    const rows = await postgres.query<{ id: string }>('SELECT id FROM products ORDER BY id LIMIT 3');
    const [first, second, third] = rows.map(({ id }) => id);
    const response = await fetch(`${url}/cards?ids=${third},wt-999999999,${first},${second}`);
    const { products } = (await response.json()) as { products: { id: string }[] };
    expect(products.map(({ id }) => id)).toEqual([third, first, second]);
  });

  it.each(['', 'ids=', 'ids=winch', `ids=${Array.from({ length: 25 }, (_, i) => `wt-${1000 + i}`).join(',')}`])(
    'refuses cards for "%s" and names the field',
    async query => {
      const response = await fetch(`${url}/cards?${query}`);
      expect(response.status).toBe(400);
      const { errors } = (await response.json()) as { errors: { field: string }[] };
      expect(errors[0]?.field).toMatch(/^ids/);
    },
  );

  it.each([
    ['winch', 'winches'],
    ['bildge pmp', 'pumps'],
    ['wintch', 'winches'],
    ['lantern', 'lights'],
  ])('finds "%s" among the %s', async (q, category) => {
    const response = await fetch(`${url}/products?${new URLSearchParams({ q }).toString()}`);
    const { products } = (await response.json()) as { products: { category: string }[] };
    expect(products[0]?.category).toBe(category);
  });
});
