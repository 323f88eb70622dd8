import { randomUUID } from 'node:crypto';
import {
  answer,
  type Answer,
  type AppProcess,
  fakeServer,
  realPostgres,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 10_000 };

/** The database forgets an attempt while its charge is under way, and the form is sent again: two requests, one order. */
describe('an attempt that its database has forgotten while the card was charged', () => {
  const postgres = realPostgres();
  const ledger = new Ledger();
  const payment = fakeServer(ledger.charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    checkout = await startApp('checkout', { DATABASE_URL: postgres.url, PAYMENT_URL: payment.url });
    await shop.open();
  });

  /** Payment receives each request at once, and answers it when the test decides. */
  function answersWhenReleased(): Array<(how: (seen: SeenRequest) => Answer) => void> {
    const release: Array<(how: (seen: SeenRequest) => Answer) => void> = [];
    payment.does(seen => response => void release.push(how => how(seen)(response)));
    return release;
  }
  const isAsked = (times: number) => until(() => payment.requests.length === times, WITHIN);
  const refused = () =>
    answer.json(
      { type: 'about:blank', title: 'x', status: 503, detail: 'x', code: 'bank-unavailable' },
      { status: 503 },
    );
  const orderOf = async (basketId: string) =>
    (
      await postgres.query<{ id: string; status: string }>('SELECT id, status FROM orders WHERE basket_id = $1', [
        basketId,
      ])
    )[0];
  const isReplay = ({ headers }: { headers: Headers }) => headers.get('idempotent-replayed') === 'true';

  /** Undoes the first transaction of an order, as if it had not been committed. */
  async function forgetOrder(basketId: string): Promise<void> {
    const id = (await orderOf(basketId))?.id;
    await postgres.query(
      `UPDATE stock s SET reserved = reserved - r.quantity, available = available + r.quantity FROM reservations r
       WHERE r.order_id = $1 AND r.product_id = s.product_id AND r.store_id = s.store_id`,
      [id],
    );
    for (const table of ['order_keys', 'order_lines', 'reservations'])
      await postgres.query(`DELETE FROM ${table} WHERE order_id = $1`, [id]);
    await postgres.query('DELETE FROM orders WHERE id = $1', [id]);
  }

  it.each(['lost', 'new'])(
    'is answered first once, and else as a replay, when the %s one is captured first',
    async first => {
      const release = answersWhenReleased();
      const winch = await shop.product({ bergen: 1 });
      const paying = { key: randomUUID(), priceVersions: { [winch]: 1 } };
      const basketId = await shop.basket({ [winch]: 1 });
      const lost = shop.pay(basketId, paying);
      await isAsked(1);
      await forgetOrder(basketId);
      const again = shop.pay(basketId, paying);
      await isAsked(2);
      const order = first === 'lost' ? [0, 1] : [1, 0];
      for (const each of order) {
        release[each]?.(ledger.charges);
        await [lost, again][each];
      }
      const final = (await Promise.all([lost, again])).filter(({ status }) => status === 201);
      expect(final.filter(each => !isReplay(each)).length).toBe(1);
      expect(isReplay(await again)).toBe(false);
      expect(new Set(final.map(({ text }) => text)).size).toBe(1);
      expect(await shop.pieces(winch)).toEqual({ available: 0, reserved: 0, sold: 1 });
    },
  );

  it('does not take the new attempt back when its own charge was never sent', async () => {
    const release = answersWhenReleased();
    const winch = await shop.product({ bergen: 1 });
    const paying = { key: randomUUID(), priceVersions: { [winch]: 1 } };
    const basketId = await shop.basket({ [winch]: 1 });
    const lost = shop.pay(basketId, paying);
    await isAsked(1);
    await forgetOrder(basketId);
    const again = shop.pay(basketId, paying);
    await isAsked(2);
    payment.does(refused); // the lost one asks again
    release[0]?.(refused);
    expect((await lost).status).toBe(202); // never "nothing was charged": the other request may be charged
    release[1]?.(ledger.charges);
    expect([(await again).status, (await orderOf(basketId))?.status]).toEqual([201, 'confirmed']);
  });

  it('does not decline the card of another form that was sent since', async () => {
    const winch = await shop.product({ bergen: 4 });
    const basketId = await shop.basket({ [winch]: 1 });
    expect((await shop.pay(basketId, { cardToken: 'tok_declined' })).status).toBe(402);
    const release = answersWhenReleased();
    const priceVersions = { [winch]: 1 };
    const lost = shop.pay(basketId, { priceVersions, cardToken: 'tok_declined' });
    await isAsked(2);
    const id = (await orderOf(basketId))?.id;
    await postgres.query('DELETE FROM order_keys WHERE order_id = $1 AND charge_number = 2', [id]);
    await postgres.query(
      `UPDATE orders SET status = 'reserved', fence = fence - 1, card_token = NULL, look_again_at = NULL WHERE id = $1`,
      [id],
    );
    const again = shop.pay(basketId, { priceVersions });
    await isAsked(3);
    release[0]?.(ledger.charges);
    expect((await lost).status).toBe(202);
    release[1]?.(ledger.charges);
    expect([(await again).status, (await orderOf(basketId))?.status]).toEqual([201, 'confirmed']);
  });
});
