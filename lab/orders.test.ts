import { randomUUID } from 'node:crypto';
import { opsOnly, until } from '@watertight/testing';
import { testShop } from './kit/shop.fixture.ts';
import { hiddenFields, type Page, Visitor } from './visitor.ts';

const deliverTo = { name: 'Ada Lovelace', street: '12 Harbour Street', city: 'Falmouth', country: 'GB' };
const ORDER = /\/orders\/[0-9a-f-]{36}$/;

describe('an order', () => {
  const shop = testShop();

  /** A new visitor with this in the basket, looking at the checkout form. */
  const atTheTill = async (slug: string) => {
    const visitor = new Visitor(shop.url);
    const product = await visitor.open(`/products/${slug}`);
    await visitor.submit('/basket/lines', { ...hiddenFields(product, '/basket/lines'), quantity: '1' });
    return { visitor, form: await visitor.open('/checkout') };
  };
  const filledIn = (form: Page, cardToken: string) => ({ ...hiddenFields(form, '/checkout'), ...deliverTo, cardToken });
  const pay = (visitor: Visitor, form: Page, cardToken = 'tok_visa') =>
    visitor.submit('/checkout', filledIn(form, cardToken));

  const orders = () => shop.query<{ id: string; status: string }>('checkout', 'SELECT id, status FROM orders');
  /** What a deed costs, and how many orders it makes. */
  const effectOf = async <T>(deed: () => Promise<T>) => {
    const [money, made] = [await shop.captured(), await orders()];
    const result = await deed();
    return {
      result,
      captured: (await shop.captured()).slice(money.length).map(({ amountMinor }) => amountMinor),
      orders: (await orders()).length - made.length,
    };
  };

  it('for the last piece is made by one of two; the other is told so, and nothing is charged', async () => {
    const tills = [await atTheTill('tell-tale-compass-overhead'), await atTheTill('tell-tale-compass-overhead')];
    const { result, captured } = await effectOf(() => Promise.all(tills.map(till => pay(till.visitor, till.form))));
    const [got, missed] = result.toSorted((one, other) => one.status - other.status);
    expect([got?.status, missed?.status]).toEqual([200, 409]);
    expect(got?.url).toMatch(ORDER);
    expect(missed?.html).toContain('There is not enough left of everything. Nothing was charged.');
    expect(missed?.html).toMatch(/Tell-tale compass, overhead: you want 1, and it is sold out/);
    expect(captured).toEqual([389_00n]);
    const page = await new Visitor(shop.url).open('/products/tell-tale-compass-overhead');
    expect(page.html).toContain('Sold out in every harbour just now.');
  });

  it('is one, and charged once, when Pay is clicked twice', async () => {
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    const fields = filledIn(form, 'tok_slow');
    const {
      result,
      captured,
      orders: made,
    } = await effectOf(() => Promise.all([visitor.submit('/checkout', fields), visitor.submit('/checkout', fields)]));
    const [first, second] = result;
    expect(first.url).toMatch(ORDER);
    expect(second.url).toBe(first.url);
    expect({ captured, made }).toEqual({ captured: [72_00n], made: 1 });
  });

  it('is not made again by going back, paying again, or looking again', async () => {
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    const paid = await pay(visitor, form);
    const {
      result,
      captured,
      orders: made,
    } = await effectOf(async () => ({
      reloaded: await visitor.open(new URL(paid.url).pathname),
      sentAgain: await pay(visitor, form),
      back: await visitor.open('/checkout'),
    }));
    expect(result.reloaded.status).toBe(200);
    expect(result.sentAgain.url).toBe(paid.url);
    expect(result.back.html).toContain('Your basket is empty');
    expect({ captured, made }).toEqual({ captured: [], made: 0 });
  });

  it('from two tabs with a form each is one order, and the second tab is shown it', async () => {
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    const otherTab = await visitor.open('/checkout');
    const {
      result,
      captured,
      orders: made,
    } = await effectOf(() => Promise.all([pay(visitor, form, 'tok_slow'), pay(visitor, otherTab, 'tok_slow')]));
    expect(new Set(result.map(({ url }) => url)).size).toBe(1);
    expect({ captured, made }).toEqual({ captured: [72_00n], made: 1 });
  });

  it('at a price that has changed meanwhile is refused with old and new; at the new price it is made, and search shows it', async () => {
    const slug = 'hand-bearing-compass-with-grip';
    const { visitor, form } = await atTheTill(slug);
    const [productId = '', priceVersion = ''] = (hiddenFields(form, '/checkout')['priceVersions'] ?? '').split(':');
    const changed = await fetch(`${shop.urlOf('checkout')}/prices/${productId}`, {
      method: 'PUT',
      headers: { ...opsOnly, 'content-type': 'application/json', 'if-match': `"${priceVersion}"` },
      body: JSON.stringify({ price: { amount: '91.50', currency: 'USD' } }),
    });
    expect(changed.status).toBe(200);

    const refused = await effectOf(() => pay(visitor, form));
    expect(refused.result.status).toBe(409);
    expect(refused.result.html).toContain('Prices have changed since you saw them. Nothing was charged.');
    expect(refused.result.html).toMatch(/<del>.*\$88\.00<\/del>.*<ins>.*\$91\.50<\/ins>/);
    expect(refused.result.html).toContain('value="12 Harbour Street"'); // what was typed is kept
    expect(refused).toMatchObject({ captured: [], orders: 0 });

    const paid = await effectOf(() => pay(visitor, refused.result));
    expect(paid.result.url).toMatch(ORDER);
    expect(paid.result.html).toContain('$91.50');
    expect(paid.captured).toEqual([91_50n]);
    await until(
      async () => {
        const found = await visitor.open('/search?q=hand-bearing+compass+with+grip');
        return found.html.includes('$91.50') && !found.html.includes('$88.00');
      },
      { withinMs: 5000 },
    );
  });

  it('with a declined card is not paid; with another card it is, and only once', async () => {
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    const declined = await effectOf(() => pay(visitor, form, 'tok_declined'));
    expect(declined.result.status).toBe(402);
    expect(declined.result.html).toContain('The card was declined: declined by the card’s issuer.');
    expect(declined.captured).toEqual([]);
    const paid = await effectOf(() => pay(visitor, declined.result));
    expect(paid.result.url).toMatch(ORDER);
    expect(paid.result.html).toContain('paid with Visa ending 4242');
    expect(paid.captured).toEqual([72_00n]);
  });

  it('whose bank is silent says that it is being confirmed and not charged twice, and later is paid, once', async () => {
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    const { result, captured } = await effectOf(async () => {
      const page = await pay(visitor, form, 'tok_silent');
      expect(page.url).toMatch(ORDER);
      expect(page.html).toContain('Being confirmed. You will not be charged twice.');
      const again = await pay(visitor, form, 'tok_silent');
      expect(again.html).toMatch(/You will not be charged twice|<h1>(Paid|Shipped)/);
      await until(
        async () => /<h1>(Paid. Thank you|Shipped)<\/h1>/.test((await visitor.open(new URL(page.url).pathname)).html),
        { withinMs: 15_000 },
      );
      return visitor.open(new URL(page.url).pathname);
    });
    expect(result.html).toContain('paid with Visa ending 0000');
    expect(captured).toEqual([72_00n]);
  }, 40_000);

  it('of somebody else is not there, and neither is one that never was', async () => {
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    const { url, html } = await pay(visitor, form);
    const path = new URL(url).pathname;
    expect(html).toContain('12 Harbour Street');
    const guest = await new Visitor(shop.url).open(path);
    const { visitor: buyer } = await atTheTill('kayak-deck-compass');
    for (const page of [guest, await buyer.open(path), await visitor.open(`/orders/${randomUUID()}`)]) {
      expect(page.status).toBe(404);
      expect(page.html).toContain('There is no such order of yours');
      expect(page.html).not.toContain('Harbour Street');
    }
  });

  it('of a customer is there in another browser once they have signed in', async () => {
    const who = { email: 'ada-orders@example.com', password: 'correct horse battery' };
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    await visitor.register({ ...who, name: 'Ada' });
    const { url } = await pay(visitor, form);
    const elsewhere = new Visitor(shop.url);
    expect((await elsewhere.open(new URL(url).pathname)).status).toBe(404);
    await elsewhere.submit('/sign-in', who);
    expect((await elsewhere.open(new URL(url).pathname)).status).toBe(200);
  });

  it('of a customer, like the basket, is not there for the next person at that browser after signing out', async () => {
    const { visitor, form } = await atTheTill('kayak-deck-compass');
    await visitor.register({
      name: 'Ada',
      email: 'ada-left@example.com',
      password: 'correct horse battery',
    });
    const path = new URL((await pay(visitor, form)).url).pathname;
    const product = await visitor.open('/products/kayak-deck-compass');
    await visitor.submit('/basket/lines', { ...hiddenFields(product, '/basket/lines'), quantity: '1' });
    const basketOnly = visitor.cookieHeader
      .split('; ')
      .filter(pair => pair.startsWith('wt_basket='))
      .join('; ');
    await visitor.submit('/sign-out', {});
    expect((await visitor.open('/basket')).html).toContain('Your basket is empty');
    // Not even a copy of the old basket cookie opens the order.
    const kept = await fetch(shop.url + path, { headers: { cookie: basketOnly } });
    for (const [status, html] of [
      [(await visitor.open(path)).status, (await visitor.open(path)).html],
      [kept.status, await kept.text()],
    ]) {
      expect(status).toBe(404);
      expect(html).not.toContain('Harbour Street');
    }
  });

  it('and all the others have charged each order at most once, and lost or invented no piece', async () => {
    await until(async () => (await orders()).every(({ status }) => status === 'shipped'), { withinMs: 10_000 });
    expect(await shop.captured()).toHaveLength((await orders()).length);
    const wrong = await shop.query(
      'checkout',
      `SELECT s.product_id FROM stock s
       LEFT JOIN (SELECT product_id, store_id, sum(quantity) AS quantity FROM reservations GROUP BY 1, 2) AS taken
         USING (product_id, store_id)
       WHERE s.reserved <> 0 OR s.sold <> coalesce(taken.quantity, 0)`,
    );
    expect(wrong).toEqual([]);
    expect(shop.breakages()).toEqual([]);
  });
});
