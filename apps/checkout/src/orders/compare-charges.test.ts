import { randomUUID } from 'node:crypto';
import type { OrderComparison } from '@watertight/contracts/order-comparison';
import { type AppProcess, realPostgres, startApp, until } from '@watertight/testing';
import { SmallShop } from '../small-shop.fixture.ts';
import { NO_CARD } from './order-ids.ts';

const WITHIN = { withinMs: 15_000 };
const ORPHAN_MS = 1500;

/** Databases forget their last commits here as after a failover: rows are gone, and what they changed is undone. */
describe('orders held against charges', () => {
  const [postgres, ledger, bankData] = [realPostgres(), realPostgres(), realPostgres()];
  let checkout: AppProcess;
  let payment: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  beforeAll(async () => {
    const bank = await startApp('bank', { DATABASE_URL: bankData.url });
    payment = await startApp('payment', { DATABASE_URL: ledger.url, BANK_URL: bank.url, RECONCILE_MS: '600000' });
    checkout = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      SWEEP_MS: '100',
      COMPARE_MS: '100',
      ORPHAN_MS: String(ORPHAN_MS),
    });
    await shop.open();
  });

  const basketOfOne = async () => shop.basket({ [await shop.product({ bergen: 4 }, 9999)]: 1 });
  const compared = async () => (await shop.ask<OrderComparison>('GET', '/orders/comparison')).body;
  /** What the bank has kept of an order’s money. */
  const kept = async (orderId: string) => {
    const charges = await ledger.query<{ id: string }>('SELECT id FROM charges WHERE order_id = $1', [orderId]);
    return bankData.query(
      `SELECT reference FROM captures WHERE reference = ANY ($1) AND status = 'captured' AND refunded_minor < amount_minor`,
      [charges.map(({ id }) => id)],
    );
  };
  const captured = async () => (await bankData.query(`SELECT FROM captures WHERE status = 'captured'`)).length;
  /** Undoes an order as if none of its transactions had been committed; the basket has its lines again. */
  async function forget(basketId: string, orderId: string): Promise<void> {
    await postgres.query(
      `INSERT INTO basket_lines (basket_id, product_id, quantity)
       SELECT $1, product_id, quantity FROM order_lines WHERE order_id = $2`,
      [basketId, orderId],
    );
    await postgres.query(
      `UPDATE stock s SET sold = sold - r.quantity, available = available + r.quantity FROM reservations r
       WHERE r.order_id = $1 AND r.product_id = s.product_id AND r.store_id = s.store_id`,
      [orderId],
    );
    await postgres.query('UPDATE baskets SET version = version - 1 WHERE id = $1', [basketId]);
    for (const table of ['order_keys', 'order_lines', 'reservations', 'deliveries'])
      await postgres.query(`DELETE FROM ${table} WHERE order_id = $1`, [orderId]);
    await postgres.query('DELETE FROM orders WHERE id = $1', [orderId]);
  }

  /** Deletes what payment knows of an order's charge. */
  async function loseCharge(orderId: string): Promise<void> {
    for (const table of ['transfers', 'charge_story'])
      await ledger.query(`ALTER TABLE ${table} DISABLE TRIGGER append_only`);
    await ledger.query('DELETE FROM transfers WHERE charge_id IN (SELECT id FROM charges WHERE order_id = $1)', [
      orderId,
    ]);
    await ledger.query('DELETE FROM charges WHERE order_id = $1', [orderId]);
  }

  it('agree while nothing is lost: two empty lists, and 0 in the metrics', async () => {
    const paid = await shop.pay(await basketOfOne());
    const before = (await compared()).comparedAt;
    await until(async () => (await compared()).comparedAt !== before, WITHIN);
    expect(await compared()).toMatchObject({ paidWithoutCharge: [], chargedWithoutOrder: [] });
    expect(await (await fetch(`${checkout.url}/metrics`)).text()).toMatch(/watertight_unmatched_orders\{[^}]*\} 0\n/);
    expect(await kept(paid.body.id)).toHaveLength(1);
  });

  it('an order that was forgotten, and its key sent again: the same order, the same charge', async () => {
    const [basketId, key] = [await basketOfOne(), randomUUID()];
    const priceVersions = await shop.shownVersions(basketId);
    const first = await shop.pay(basketId, { key, priceVersions });
    const before = await captured();
    await forget(basketId, first.body.id);
    const again = await shop.pay(basketId, { key, priceVersions });
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(await captured()).toBe(before);
    expect(await kept(first.body.id)).toHaveLength(1);
  });

  it('an order that was forgotten, and its key never sent again: an alarm that names it, and its money goes back', async () => {
    const basketId = await basketOfOne();
    const { body } = await shop.pay(basketId);
    await forget(basketId, body.id);
    await until(async () => (await compared()).chargedWithoutOrder.some(each => each.orderId === body.id), WITHIN);
    await until(() => checkout.logs().includes(`its order ${body.id} is not paid`), WITHIN);
    await until(async () => (await kept(body.id)).length === 0, WITHIN);
    await until(async () => (await compared()).chargedWithoutOrder.length === 0, WITHIN);
  });

  it('a key that paid with a second card, sent again after the order was forgotten: nothing more is charged', async () => {
    const [basketId, key] = [await basketOfOne(), randomUUID()];
    const priceVersions = await shop.shownVersions(basketId);
    expect((await shop.pay(basketId, { cardToken: 'tok_declined' })).status).toBe(402);
    const paid = await shop.pay(basketId, { key, priceVersions, cardToken: 'tok_mastercard' });
    const before = await captured();
    await forget(basketId, paid.body.id);
    const again = await shop.pay(basketId, { key, priceVersions, cardToken: 'tok_mastercard' });
    expect([again.status, again.body.code]).toEqual([402, 'card-declined']);
    expect(again.body['declineReason']).toBe('this form was used for another payment before');
    expect(await captured()).toBe(before);
    expect(await (await fetch(`${checkout.url}/metrics`)).text()).toMatch(
      /watertight_charge_conflicts_total\{reason="key-reused"[^}]*\} 1\n/,
    );
    await until(async () => (await kept(paid.body.id)).length === 0, WITHIN);
  });

  it('a key sent again after its money went back pays for nothing', async () => {
    const [basketId, key] = [await basketOfOne(), randomUUID()];
    const priceVersions = await shop.shownVersions(basketId);
    const first = await shop.pay(basketId, { key, priceVersions });
    await forget(basketId, first.body.id);
    await until(async () => (await kept(first.body.id)).length === 0, WITHIN);
    const again = await shop.pay(basketId, { key, priceVersions });
    expect([again.status, again.body['declineReason']]).toEqual([402, 'the payment of this form was refunded']);
    expect((await shop.pay(basketId)).status).toBe(201); // another form
  });

  it('an order that is canceled and was charged all the same: its money goes back, without a client', async () => {
    const basketId = await basketOfOne();
    const declined = await shop.pay(basketId, { cardToken: 'tok_declined' });
    const { body } = declined;
    const orderId = String(body['orderId']);
    await postgres.query(`UPDATE orders SET status = 'cancelled' WHERE id = $1`, [orderId]);
    const response = await fetch(`${payment.url}/charge-card`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'request-caller': 'checkout', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ orderId, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' }),
    });
    expect(response.status).toBe(201);
    expect(await kept(orderId)).toHaveLength(1);
    await until(async () => (await kept(orderId)).length === 0, WITHIN);
  });

  it('an order that has forgotten its second, captured charge is confirmed by it', async () => {
    const basketId = await basketOfOne();
    await shop.pay(basketId, { cardToken: 'tok_declined' });
    const paid = await shop.pay(basketId);
    // As it stood between the two cards.
    await postgres.query('DELETE FROM order_keys WHERE order_id = $1 AND charge_number = 2', [paid.body.id]);
    await postgres.query('DELETE FROM deliveries WHERE order_id = $1', [paid.body.id]);
    await postgres.query(
      `UPDATE stock s SET sold = sold - r.quantity, reserved = reserved + r.quantity FROM reservations r
      WHERE r.order_id = $1 AND r.product_id = s.product_id AND r.store_id = s.store_id`,
      [paid.body.id],
    );
    await postgres.query(
      `UPDATE orders SET status = 'reserved', ended_charge_key = 'the first', decline_reason = 'insufficient funds' WHERE id = $1`,
      [paid.body.id],
    );
    await until(async () => (await shop.read(paid.body.id)).body.status === 'confirmed', WITHIN);
    expect(await kept(paid.body.id)).toHaveLength(1);
  });

  it('an order that was about to be confirmed by its charge when its process died is finished by the sweeper', async () => {
    const basketId = await basketOfOne();
    const { body } = await shop.pay(basketId);
    await postgres.query('DELETE FROM deliveries WHERE order_id = $1', [body.id]);
    await postgres.query(
      `UPDATE stock s SET sold = sold - r.quantity, reserved = reserved + r.quantity FROM reservations r
       WHERE r.order_id = $1 AND r.product_id = s.product_id AND r.store_id = s.store_id`,
      [body.id],
    );
    await postgres.query(
      `UPDATE orders SET status = 'charging', card_token = $2, look_again_at = clock_timestamp() WHERE id = $1`,
      [body.id, NO_CARD],
    );
    const status = async () =>
      (await postgres.query('SELECT status FROM orders WHERE id = $1', [body.id]))[0]?.['status'];
    await until(async () => (await status()) === 'confirmed', WITHIN);
    expect(await kept(body.id)).toHaveLength(1);
  });

  it('a paid order whose charge both companies have lost is named in the alarm', async () => {
    const { body } = await shop.pay(await basketOfOne());
    await loseCharge(body.id);
    await until(async () => (await compared()).paidWithoutCharge.includes(body.id), WITHIN);
    await until(() => checkout.logs().includes(`order ${body.id} is paid and has no captured charge`), WITHIN);
  });

  it('a paid order without a charge stays in the alarm when it is older than what each comparison looks at', async () => {
    const { body } = await shop.pay(await basketOfOne());
    await loseCharge(body.id);
    await postgres.query(`UPDATE orders SET placed_at = placed_at - interval '40 minutes' WHERE id = $1`, [body.id]);
    const restarted = await startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      COMPARE_MS: '100',
      ORPHAN_MS: String(ORPHAN_MS),
    });
    const seen = new Map<string, boolean>();
    await until(async () => {
      const answer = (await (await fetch(`${restarted.url}/orders/comparison`)).json()) as OrderComparison;
      if (answer.comparedAt !== null) seen.set(answer.comparedAt, answer.paidWithoutCharge.includes(body.id));
      return seen.size >= 4;
    }, WITHIN);
    expect([...seen.values()]).toEqual([true, true, true, true]);
  });
});
