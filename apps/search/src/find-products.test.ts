import { realPostgres, startApp } from '@watertight/testing';
import { Results } from '@watertight/contracts/search';

const postgres = realPostgres({ extensions: ['pg_trgm', 'unaccent'] });

/** A product with nothing to find in it but what a test puts there. */
const blank = { category: 'galley', kind: 'mug', description: '', facts: [], keywords: '', currency: 'USD' };

async function onTheShelf(...products: { id: string; name: string; [column: string]: unknown }[]) {
  const rows = products.map(each => ({ ...blank, slug: each.id, amount_minor: 1000, price_version: 1, ...each }));
  const columns = 'id, slug, name, category, kind, description, facts, keywords, amount_minor, currency, price_version';
  await postgres.query(
    `INSERT INTO products (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::products, $1)`,
    [JSON.stringify(rows)],
  );
  await postgres.query('REFRESH MATERIALIZED VIEW vocabulary');
}

describe('finding products', () => {
  let url: string;
  beforeAll(async () => {
    const app = await startApp('search', { DATABASE_URL: postgres.url });
    url = app.url;
  });
  afterEach(() => postgres.query('TRUNCATE products'));

  async function find(asked: Record<string, string>) {
    const response = await fetch(`${url}/products?${new URLSearchParams(asked).toString()}`);
    expect(response.status).toBe(200);
    return Results.parse(await response.json());
  }
  const ids = ({ products }: Results) => products.map(({ id }) => id);

  it('lists a word found in a name before one in the keywords, the description, the facts', async () => {
    await onTheShelf(
      { id: 'wt-1001', name: 'Thing', facts: [{ label: 'For', value: 'any windlass' }] },
      { id: 'wt-1002', name: 'Thing', description: 'Windlass, windlass, windlass: one goes with every windlass.' },
      { id: 'wt-1003', name: 'Thing', keywords: 'windlass', description: 'A thing.' },
      { id: 'wt-1004', name: 'Windlass' },
    );
    const found = await find({ q: 'windlass' });
    expect(ids(found)).toEqual(['wt-1004', 'wt-1003', 'wt-1002', 'wt-1001']);
    expect(found).toMatchObject({ match: 'exact', total: 4, page: 1, pages: 1, words: 'windlass', category: null });
  });

  it('finds an article number first, however it is typed', async () => {
    await onTheShelf(
      { id: 'wt-1040', name: 'Chart 1042' },
      { id: 'wt-1042', name: 'Windlass' },
      { id: 'wt-10421', name: 'Anchor' },
    );
    for (const q of [
      'wt-1042',
      'WT-1042',
      'wt 1042',
      'wt1042',
      'Article wt-1042',
      'wt\u20111042',
      'ＷＴ－１０４２',
      ' wt-1042 ',
    ]) {
      const found = await find({ q });
      expect([q, ids(found), found.match]).toEqual([q, ['wt-1042'], 'exact']);
    }
    expect(ids(await find({ q: '1042' }))).toEqual(['wt-1042', 'wt-1040']);
    expect(ids(await find({ q: 'wt-10421' }))).toEqual(['wt-10421']);
    expect(await find({ q: 'wt-1042', category: 'rope' })).toMatchObject({ total: 0 });
    expect(await find({ q: 'wt-9999' })).toMatchObject({ total: 0, match: 'none' });
  });

  it('lists two words found in a name before the same in the keywords, before a description full of them', async () => {
    const both = 'Bilge pump, bilge pump, bilge pump: a bilge wants a pump, and the pump for a bilge is a bilge pump.';
    await onTheShelf(
      { id: 'wt-1001', name: 'Thing', description: both },
      { id: 'wt-1002', name: 'Thing', keywords: 'pump, electric, submersible, self-priming, for a dry bilge' },
      { id: 'wt-1003', name: 'Pump to keep any small bilge dry' },
    );
    expect(ids(await find({ q: 'bilge pump' }))).toEqual(['wt-1003', 'wt-1002', 'wt-1001']);
  });

  it('lists what is such a thing before what is merely called so', async () => {
    await onTheShelf(
      { id: 'wt-1001', name: 'Life jacket knife', kind: 'knife', keywords: 'life jacket' },
      { id: 'wt-1002', name: 'Life jacket, 150 N', kind: 'life-jacket' },
      { id: 'wt-1003', name: 'Winch handle', kind: 'winch-handle', keywords: 'winch' },
      { id: 'wt-1004', name: 'Winch', kind: 'winch' },
    );
    expect(ids(await find({ q: 'life jacket' }))).toEqual(['wt-1002', 'wt-1001']);
    expect(ids(await find({ q: 'winch' }))).toEqual(['wt-1004', 'wt-1003']);
  });

  it.each([
    ['the plural', 'winches'],
    ['capitals', 'WINCH'],
    ['the beginning of the last word', 'self tail win'],
    ['a compound', 'self-tailing winch'],
    ['accents that the name does not have', 'wïnch'],
    ['words that are in every sentence', 'the winch and a drum'],
    ['its category', 'winches drum'],
    ['a size without its space', 'winch 40mm'],
  ])('finds the winch by %s: "%s"', async (_, q) => {
    await onTheShelf(
      { id: 'wt-1001', name: 'Self-tailing winch, 40 mm', description: 'A bronze drum.', category: 'winches' },
      { id: 'wt-1002', name: 'Mug' },
    );
    expect(await find({ q })).toMatchObject({ match: 'exact', total: 1, products: [{ id: 'wt-1001' }] });
  });

  it.each([
    ['wintch', ['wt-1001']],
    ['bildge pmp', ['wt-1002']],
    ['bronse winch', ['wt-1001']],
    ['bilge pump with purple stripes', ['wt-1002']],
  ])('shows what comes near in spelling, and says so: "%s"', async (q, expected) => {
    await onTheShelf(
      { id: 'wt-1001', name: 'Bronze winch' },
      { id: 'wt-1002', name: 'Bilge pump' },
      { id: 'wt-1003', name: 'Pump handle' },
      { id: 'wt-1004', name: 'Mug' },
    );
    const found = await find({ q });
    expect(found.match).toBe('similar');
    expect(ids(found)).toEqual(expected);
  });

  it('takes the word that more products have when two are about as near', async () => {
    const anchors = Array.from({ length: 10 }, (_, i) => ({ id: `wt-${1001 + i}`, name: 'Anchor' }));
    await onTheShelf(...anchors, { id: 'wt-1099', name: 'Ankle boots' });
    expect(ids(await find({ q: 'ankor' }))).toEqual(anchors.map(({ id }) => id));
  });

  it.each([
    ['nonsense', 'xyzzy qwrtp'],
    ['only stop words', 'the of and'],
    ['only punctuation', '%_\\\'"`;--'],
    ['an unfinished tsquery', '& (!( <-> :* |'],
    ['emoji', '⚓🧭'],
    ['Cyrillic', 'якорь'],
    ['10,000 letters', 'x'.repeat(10_000)],
    // As long as an address may be: a head has 32 kB.
    ['2,500 emoji', '⚓'.repeat(1_250) + '🧭'.repeat(1_250)],
    ['5,000 Cyrillic letters', 'я'.repeat(5_000)],
    ['1,000 words', Array.from({ length: 1000 }, (_, i) => `zz${i}`).join(' ')],
    ['a word of 18-letter ligatures', '\uFDFA'.repeat(100)],
  ])('finds nothing for %s, and says so with 200', async (_, q) => {
    await onTheShelf({ id: 'wt-1001', name: 'Winch' });
    expect(await find({ q })).toMatchObject({ match: 'none', total: 0, pages: 0, products: [] });
  });

  it.each(['', '   ', '\0'])('lists everything where nothing was asked: %j', async q => {
    await onTheShelf({ id: 'wt-1001', name: 'Winch' });
    expect(await find({ q })).toMatchObject({ match: 'exact', total: 1, words: '' });
  });

  it.each(['%ED%A0%80', '%', '%E0%A4%A', '%00', '+', '%27%27%5C'])(
    'answers an address no browser makes: q=%s',
    async raw => {
      const response = await fetch(`${url}/products?q=${raw}`);
      expect([response.status, Results.safeParse(await response.json()).success]).toEqual([200, true]);
    },
  );

  it('lists a category, and all of them, 24 a page, each product once', async () => {
    await onTheShelf(
      ...Array.from({ length: 30 }, (_, i) => ({
        id: `wt-${1001 + i}`,
        name: 'Mug',
        category: i < 2 ? 'rope' : 'galley',
      })),
    );
    const pages = [await find({}), await find({ page: '2' })];
    expect(pages.map(({ page, pages, total, match }) => ({ page, pages, total, match }))).toEqual([
      { page: 1, pages: 2, total: 30, match: 'exact' },
      { page: 2, pages: 2, total: 30, match: 'exact' },
    ]);
    expect(pages.map(({ products }) => products.length)).toEqual([24, 6]);
    expect(new Set(pages.flatMap(ids)).size).toBe(30);
    expect(ids(await find({ category: 'rope' }))).toEqual(['wt-1001', 'wt-1002']);
    expect(await find({ q: 'mug', category: 'rope' })).toMatchObject({ total: 2, category: 'rope' });
  });

  it('keeps products that match alike in one order, page after page', async () => {
    await onTheShelf(...Array.from({ length: 60 }, (_, i) => ({ id: `wt-${1060 - i}`, name: 'Mug' })));
    const pages = await Promise.all(['1', '2', '3'].map(page => find({ q: 'mug', page })));
    const expected = Array.from({ length: 60 }, (_, i) => `wt-${1001 + i}`);
    expect(pages.flatMap(ids)).toEqual(expected);
  });

  it('still says how many there are behind the last page', async () => {
    await onTheShelf({ id: 'wt-1001', name: 'Mug' });
    expect(await find({ q: 'mug', page: '7' })).toMatchObject({ page: 7, pages: 1, total: 1, products: [] });
  });

  it.each([
    ['category', 'category=boats'],
    ['page', 'page=0'],
    ['page', 'page=second'],
    ['page', 'page=1001'],
  ])('refuses a wrong %s by name: %s', async (field, query) => {
    const response = await fetch(`${url}/products?q=winch&${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
  });
});
