import { until } from '@watertight/testing';
import { testShop } from './kit/shop.fixture.ts';
import { hiddenFields, type Page, stateOf, Visitor } from './visitor.ts';

const PRODUCT = '/products/kayak-deck-compass';
const deliverTo = { name: 'Ada', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
const STACK = /\n\s*at \S+.*[:(]\d+|node:internal/;

describe('the shop while a must-have is away', () => {
  const shop = testShop();
  let visitor: Visitor;

  beforeAll(async () => {
    visitor = new Visitor(shop.url);
  }, 90_000);

  beforeEach(() => shop.heal(), 60_000);

  const fillBasket = async (quantity = '1') => {
    const page = await visitor.open(PRODUCT);
    await visitor.submit('/basket/lines', { ...hiddenFields(page, '/basket/lines'), quantity });
  };
  const atTheTill = async (cardToken = 'tok_visa') => {
    await fillBasket();
    return { ...hiddenFields(await visitor.open('/checkout'), '/checkout'), ...deliverTo, cardToken };
  };
  const standing = (page: Page) => /<h1>([^<]*)<\/h1>/.exec(page.html)?.[1];
  const again = (path: string, hoped: (page: Page) => boolean, withinMs = 3000) =>
    until(async () => hoped(await visitor.open(path)), { withinMs });

  it('search killed: what was seen before is shown with its age, what was not is a whole page that says so', async () => {
    await visitor.open('/search?q=winch');
    await visitor.open(PRODUCT);
    await shop.process('search').kill();
    const known = await visitor.open(PRODUCT);
    expect({ status: known.status, state: stateOf(known, 'product') }).toEqual({ status: 200, state: 'stale' });
    expect(known.html).toMatch(/Shown as of \d+ (second|minute)s? ago\./);
    const seen = await visitor.open('/search?q=winch');
    expect({ status: seen.status, state: stateOf(seen, 'results') }).toEqual({ status: 200, state: 'stale' });
    expect(seen.html).toMatch(/Shown as of \d+ (second|minute)s? ago\./);

    const unseen = await visitor.open('/search?q=lantern');
    expect({ status: unseen.status, state: stateOf(unseen, 'results') }).toEqual({ status: 503, state: 'unavailable' });
    expect(unseen.html).toContain('Search is unavailable right now.');
    expect(unseen.html).not.toMatch(STACK);
    expect((await visitor.open('/')).status).toBe(200);
    expect((await visitor.open('/basket')).status).toBe(200);

    await shop.start('search');
    await again('/search?q=lantern', page => stateOf(page, 'results') === 'ok');
  });

  it('search frozen: a product is there within its 2 s, results within their 1.2 s', async () => {
    await visitor.open(PRODUCT);
    shop.process('search').freeze();
    const known = await visitor.open(PRODUCT);
    const unseen = await visitor.open('/search?q=mooring');
    shop.process('search').thaw();
    expect({ status: known.status, state: stateOf(known, 'product') }).toEqual({ status: 200, state: 'stale' });
    expect(known.endMs).toBeLessThan(2000 + 300);
    expect(unseen.status).toBe(503);
    expect(unseen.endMs).toBeLessThan(1200 + 300);
  });

  it('checkout killed: the product is still there, the basket says that it is away, and keeps what it holds', async () => {
    await fillBasket('2');
    await visitor.open(PRODUCT);
    await shop.process('checkout').kill();
    const page = await visitor.open(PRODUCT);
    const states = ['product', 'stock', 'basket'].map(section => stateOf(page, section));
    expect({ status: page.status, states }).toEqual({ status: 200, states: ['ok', 'stale', 'unavailable'] });
    expect(page.html).toContain('Last known price and stock, confirmed at checkout.');
    expect(page.html).toContain('Basket unavailable right now.');
    for (const path of ['/basket', '/checkout', '/stores']) {
      const away = await visitor.open(path);
      expect([path, away.status]).toEqual([path, 503]);
      expect(away.html).not.toMatch(/is empty|0 harbours/i);
      expect(away.html).not.toMatch(STACK);
    }
    expect((await visitor.open('/search?q=winch')).status).toBe(200);
    await shop.start('checkout');
    await again('/basket', ({ html }) => html.includes(PRODUCT));
  });

  it('payment killed: nothing is charged and the page says so; the same form pays, once, when it is back', async () => {
    const form = await atTheTill();
    const before = await shop.captured();
    await shop.process('payment').kill();
    const refused = await visitor.submit('/checkout', form);
    expect(refused.status).toBe(503);
    expect(refused.html).toContain('Cards cannot be charged right now. Nothing was charged');
    expect(refused.html).toContain('value="12 Harbour Street"');
    await shop.start('payment');
    expect(await shop.captured()).toHaveLength(before.length);
    const paid = await visitor.submit('/checkout', {
      ...hiddenFields(refused, '/checkout'),
      ...deliverTo,
      cardToken: 'tok_visa',
    });
    expect(standing(paid)).toMatch(/^(Paid. Thank you|Shipped)$/);
    expect(await shop.captured()).toHaveLength(before.length + 1);
  });

  it('storefront killed and started: baskets and sessions are still there', async () => {
    await fillBasket();
    const customer = { name: 'Grace', email: 'grace-must-haves@example.com', password: 'correct horse battery' };
    await visitor.register(customer);
    await shop.process('storefront').kill();
    await shop.start('storefront');
    const account = await visitor.open('/account');
    expect(account.status).toBe(200);
    expect(account.html).toContain('grace-must-haves@example.com');
    expect((await visitor.open('/basket')).html).toContain(PRODUCT);
  });

  it('profile killed: a visitor who signs out is signed out for good when it is back', async () => {
    const customer = { name: 'Ida', email: 'ida-must-haves@example.com', password: 'correct horse battery' };
    await visitor.register(customer);
    const { cookieHeader: cookie } = visitor;
    const account = async () =>
      (await fetch(`${shop.url}/account`, { headers: { cookie }, redirect: 'manual' })).status;
    expect(await account()).toBe(200);
    await shop.process('profile').kill();
    await visitor.submit('/sign-out', {});
    await shop.process('storefront').kill(); // what it has kept must outlive it
    await shop.start('storefront');
    await shop.start('profile');
    await until(async () => (await account()) === 303, { withinMs: 10_000 });
  });

  it('storefront killed and started while search is dead: it still knows the last copies', async () => {
    await visitor.open(PRODUCT);
    await shop.process('search').kill();
    await shop.process('storefront').kill();
    await shop.start('storefront');
    await until(async () => stateOf(await visitor.open(PRODUCT), 'product') === 'stale', { withinMs: 2000 });
    await shop.start('search');
    await again(PRODUCT, page => stateOf(page, 'product') === 'ok');
  });

  it('Redis killed: every page answers, and an order is paid; restarted: it ships', async () => {
    const form = await atTheTill();
    await shop.redis.kill();
    for (const path of ['/', PRODUCT, '/basket', '/search?q=anchor', '/account', '/stores']) {
      expect([path, (await visitor.open(path)).status]).toEqual([path, 200]);
    }
    const order = await visitor.submit('/checkout', form);
    expect(standing(order)).toBe('Paid. Thank you');
    await shop.redis.restart();
    await again(new URL(order.url).pathname, page => standing(page) === 'Shipped', 15_000);
  }, 40_000);

  it('Postgres of checkout killed: the basket is away, nothing breaks; restarted: all is as before, by itself', async () => {
    await fillBasket();
    await shop.databases.server('checkout').kill();
    const away = await visitor.open('/basket');
    expect(away.status).toBe(503);
    expect(away.html).not.toMatch(STACK);
    expect((await visitor.open(PRODUCT)).status).toBe(200);
    await shop.databases.server('checkout').restart();
    await again('/basket', ({ status, html }) => status === 200 && html.includes(PRODUCT), 5000);
  }, 40_000);

  it('every connection to every database cut: each page is itself within its breakers’ rest + 2 s, and an order is paid', async () => {
    const form = await atTheTill();
    const cut =
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()';
    const owners = ['search', 'checkout', 'profile', 'payment', 'recommendations', 'comments', 'bank'] as const;
    await Promise.all(owners.map(owner => shop.query(owner, cut)));
    for (const path of ['/', PRODUCT, '/basket', '/search?q=anchor', '/account', '/stores'])
      await again(path, ({ status, html }) => status === 200 && !/data-state="(?!ok)/.test(html));
    expect(standing(await visitor.submit('/checkout', form))).toMatch(/^(Paid. Thank you|Shipped)$/);
  });

  it('SIGTERM to storefront, checkout and payment cuts neither a page that has begun nor a payment under way', async () => {
    const form = await atTheTill('tok_slow');
    const before = await shop.captured();
    shop.process('recommendations').freeze(); // so that pages are half written for 300 ms
    const paying = visitor.send('/checkout', new URLSearchParams(form).toString());
    await until(async () => (await shop.query('payment', "SELECT FROM charges WHERE state = 'pending'")).length === 1, {
      withinMs: 3000,
    });
    const begun = await Promise.all(Array.from({ length: 20 }, () => fetch(new URL(PRODUCT, shop.url))));
    const names = ['storefront', 'checkout', 'payment'] as const;
    const exits = Promise.all(names.map(name => shop.process(name).stop()));

    for (const page of begun) expect(await page.text()).toMatch(/<\/html>\s*$/);
    const { status, location } = await paying;
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/orders\//)]);
    expect((await exits).map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await shop.captured()).toHaveLength(before.length + 1);
    shop.process('recommendations').thaw();
    await Promise.all(names.map(name => shop.start(name)));
    await again(location ?? '', page => /^(Paid. Thank you|Shipped)$/.test(standing(page) ?? ''));
  }, 60_000);

  it('and in all of this nothing has broken that was not broken on purpose', () => {
    expect(shop.breakages()).toEqual([]);
  });
});
