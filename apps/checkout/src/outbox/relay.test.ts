import { randomUUID } from 'node:crypto';
import type { OpsState } from '@watertight/contracts/ops';
import { Outlet } from '@watertight/service-kit';
import {
  type AppProcess,
  fakeServer,
  opsOnly,
  queueKeys,
  realPostgres,
  realRedis,
  startApp,
  until,
} from '@watertight/testing';
import { Ledger, SmallShop } from '../small-shop.fixture.ts';

const WITHIN = { withinMs: 15_000 };
const silent = { debug: () => {}, warn: () => {} } as never;

describe('an order that is paid', () => {
  const postgres = realPostgres();
  const redis = realRedis();
  const payment = fakeServer(new Ledger().charges);
  let checkout: AppProcess;
  const shop = new SmallShop(() => checkout.url, postgres);

  const start = (env: Record<string, string> = {}) =>
    startApp('checkout', {
      DATABASE_URL: postgres.url,
      PAYMENT_URL: payment.url,
      REDIS_URL: redis.url,
      PACKING_MS: '200',
      SWEEP_MS: '50',
      RELAY_MS: '50',
      RESEND_MS: '500',
      ...env,
    });
  beforeAll(async () => {
    checkout = await start();
    await shop.open();
  });

  const outboxOf = (orderId: string) =>
    postgres.query<{ id: string; queue: string; event: unknown; sent_at: Date | null; acknowledged_at: Date | null }>(
      `SELECT * FROM outbox WHERE event->>'orderId' = $1 AND queue <> 'raise-shipments' ORDER BY queue DESC`,
      [orderId],
    );
  const read = async (orderId: string) => (await shop.read(orderId)).body;
  const ships = (orderId: string) => until(async () => (await read(orderId)).status === 'shipped', WITHIN);

  it('is packed by every store that holds a part, shipped, and the event acknowledged', async () => {
    const winch = await shop.product({ bergen: 2, cork: 1 });
    const basketId = await shop.basket({ [winch]: 3 });
    const { body } = await shop.pay(basketId);
    await ships(body.id);
    expect((await read(body.id)).deliveries).toEqual([
      { store: 'Bergen', storeId: 'bergen', pieces: 2, status: 'shipped', shippedAt: expect.any(String) },
      { store: 'Cork', storeId: 'cork', pieces: 1, status: 'shipped', shippedAt: expect.any(String) },
    ]);
    await until(async () => (await outboxOf(body.id))[0]?.acknowledged_at, WITHIN);
    expect(await outboxOf(body.id)).toMatchObject([
      { queue: 'ship-order', event: { version: 1, orderId: body.id, lines: [{ productId: winch, quantity: 3 }] } },
      { queue: 'learn-order', acknowledged_at: null },
    ]);
  });

  it('leaves an event that no consumer acknowledges yet; its age is shown in seconds, and how many wait', async () => {
    const shown = async () => {
      const text = await (await fetch(`${checkout.url}/metrics`)).text();
      return Number(/^watertight_outbox_oldest_age_seconds\{.*\} (\S+)$/m.exec(text)?.[1]);
    };
    const opsState = async () =>
      (await (await fetch(`${checkout.url}/ops/state`, { headers: opsOnly })).json()) as OpsState;
    await shop.pay(await shop.basket({ [await shop.product({ bergen: 1 })]: 1 }));
    await postgres.query(`UPDATE outbox SET created_at = created_at - interval '1 h' WHERE queue = 'learn-order'`);
    await until(async () => (await shown()) > 3600, WITHIN);
    expect(await shown()).toBeLessThan(3700);
    const { backlog } = await opsState();
    expect(backlog?.waiting).toMatchObject({ 'learn-order': expect.any(Number) });
    expect(Date.now() - Date.parse(backlog?.oldestAt ?? '')).toBeGreaterThan(3_600_000);
    await postgres.query(`UPDATE outbox SET acknowledged_at = clock_timestamp()`);
    await until(async () => (await shown()) === 0, WITHIN);
    expect((await opsState()).backlog).toEqual({ oldestAt: null, waiting: {}, putAside: 0 });
  });

  it('is told again when nobody acknowledges it, because a Redis that was flushed has lost the message', async () => {
    const winch = await shop.product({ bergen: 1 });
    const { body } = await shop.pay(await shop.basket({ [winch]: 1 }));
    const sentAt = async () => (await outboxOf(body.id))[1]?.sent_at;
    const first = await until(sentAt, WITHIN);
    await redis.restart();
    await until(async () => Number(await sentAt()) > Number(first), WITHIN);
  });

  it('is confirmed while Redis is dead, and shipped once when Redis is back', async () => {
    await redis.kill();
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const { status, body } = await shop.pay(basketId);
    expect([status, body.status]).toEqual([201, 'confirmed']);
    // Tried several times by now and given back each time: it goes as soon as Redis is there, not when it counts as lost.
    const givenBack = `SELECT FROM outbox WHERE event->>'orderId' = $1 AND queue = 'ship-order'
      AND sent_at IS NULL AND created_at < clock_timestamp() - interval '300 ms'`;
    await until(async () => (await postgres.query(givenBack, [body.id])).length === 1, WITHIN);
    await redis.restart();
    await ships(body.id);
    expect((await read(body.id)).deliveries).toHaveLength(1);
  });

  it('is packed once when its message comes twice', async () => {
    const winch = await shop.product({ bergen: 1 });
    const basketId = await shop.basket({ [winch]: 1 });
    const { body } = await shop.pay(basketId);
    await ships(body.id);
    await until(async () => (await outboxOf(body.id))[0]?.acknowledged_at, WITHIN);
    // Its acknowledgement is lost.
    await postgres.query(`UPDATE outbox SET acknowledged_at = NULL, sent_at = NULL WHERE id = $1`, [
      (await outboxOf(body.id))[0]?.id,
    ]);
    await until(async () => (await outboxOf(body.id))[0]?.acknowledged_at, WITHIN);
    expect((await read(body.id)).deliveries).toHaveLength(1);
  });

  describe('and jobs in Redis that no service has sent', () => {
    const thief = () =>
      new Outlet(redis.url, { checkout: 'a key that was guessed', recommendations: queueKeys.recommendations }, silent);
    const refused = async () => {
      const text = await (await fetch(`${checkout.url}/metrics`)).text();
      return [...text.matchAll(/^watertight_messages_refused_total\{.*\} (\d+)$/gm)].reduce(
        (sum, [, n]) => sum + Number(n),
        0,
      );
    };
    const send = async (name: 'acknowledge' | 'ship-order', event: object, outboxId: string = randomUUID()) => {
      const outlet = thief();
      await outlet.send(name, { outboxId, event: event as never }, randomUUID());
      await outlet.close();
    };

    it('pack nothing of an order that is not paid', async () => {
      const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
      const { body } = await shop.pay(basketId, { cardToken: 'tok_declined' });
      const [order] = await postgres.query<{ id: string }>('SELECT id FROM orders WHERE basket_id = $1', [basketId]);
      expect(body.status).not.toBe(201);
      const before = await refused();
      await send('ship-order', { version: 1, orderId: order?.id, at: new Date().toISOString(), lines: [] });
      await until(async () => (await refused()) === before + 1, WITHIN);
      expect(await postgres.query('SELECT FROM deliveries WHERE order_id = $1', [order?.id])).toEqual([]);
    });

    it('end no event before its consumer says so, and no event of another consumer', async () => {
      const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
      const { body } = await shop.pay(basketId);
      await ships(body.id);
      const learning = (await outboxOf(body.id))[1]?.id ?? '';
      const before = await refused();
      // Under a key that is wrong; then under its own key by a consumer of other events.
      await send('acknowledge', { version: 1, outboxId: learning, consumer: 'checkout' }, learning);
      await until(async () => (await refused()) === before + 1, WITHIN);
      const [price] = await postgres.query<{ id: string }>(
        `INSERT INTO outbox (queue, event) VALUES ('update-price', '{}') RETURNING id`,
      );
      await send('acknowledge', { version: 1, outboxId: price?.id, consumer: 'recommendations' }, price?.id);
      await send('acknowledge', { version: 1, outboxId: learning, consumer: 'recommendations' }, learning);
      await until(async () => (await outboxOf(body.id))[1]?.acknowledged_at, WITHIN); // and the one before it was taken earlier
      const rows = await postgres.query('SELECT acknowledged_at FROM outbox WHERE id = $1', [price?.id]);
      expect(rows).toEqual([{ acknowledged_at: null }]);
      await postgres.query('DELETE FROM outbox WHERE id = $1', [price?.id]);
    });

    it('hinder no order: it is packed once when another message has packed it already', async () => {
      const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
      const { body } = await shop.pay(basketId);
      await ships(body.id);
      const [{ id } = { id: '' }] = await outboxOf(body.id);
      // An inbox of before the order, with the deliveries of after it.
      await postgres.query('DELETE FROM inbox WHERE outbox_id = $1', [id]);
      await postgres.query('UPDATE outbox SET acknowledged_at = NULL, sent_at = NULL WHERE id = $1', [id]);
      await until(async () => (await outboxOf(body.id))[0]?.acknowledged_at, WITHIN);
      expect((await read(body.id)).deliveries).toHaveLength(1);
    });
  });

  it.each([
    ['the relay, after it sent the event and before anybody knows', 'events-sent'],
    ['the worker, after its effect and before its acknowledgement', 'message-taken'],
  ])(
    'is shipped once when kill -9 ends %s',
    async (_, step) => {
      await postgres.query(`UPDATE outbox SET acknowledged_at = clock_timestamp()`); // of earlier tests
      const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
      const priceVersions = await shop.shownVersions(basketId);
      const key = randomUUID();
      await checkout.kill();
      checkout = await start({ FAULTS: 'on', CRASH_AT: step });
      await shop.pay(basketId, { key, priceVersions }).catch(() => 'cut');
      expect(await checkout.exited).toEqual({ code: null, signal: 'SIGKILL' });

      checkout = await start();
      const { body } = await shop.pay(basketId, { key, priceVersions });
      await ships(body.id);
      expect((await read(body.id)).deliveries).toHaveLength(1);
      expect(await outboxOf(body.id)).toHaveLength(2);
    },
    60_000,
  );

  it('is shipped when Postgres ends every session while its message is under way', async () => {
    const endSessions = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    const basketId = await shop.basket({ [await shop.product({ bergen: 1 })]: 1 });
    const { body } = await shop.pay(basketId);
    for (let time = 1; time <= 3; time += 1) await postgres.query(endSessions);
    await ships(body.id);
    expect((await read(body.id)).deliveries).toHaveLength(1);
    expect(await outboxOf(body.id)).toHaveLength(2);
  });

  it('keeps no process from stopping within 8 s, also when Redis is dead', async () => {
    await redis.kill();
    const startedMs = performance.now();
    expect((await checkout.stop()).code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(8000);
  });
});
