import { randomUUID } from 'node:crypto';
import type { PriceChanged } from '@watertight/contracts';
import { createLogger } from '@watertight/telemetry';
import { Job, Queue } from 'bullmq';
import { fate, realPostgres, realRedis, tcpProxy, until } from '@watertight/testing';
import { Database } from '../database/database.ts';
import { consumeOnce, takeOnce } from './inbox.ts';
import { consume, type Message, Outlet } from './queue.ts';

const logger = createLogger('test', 'silent');
const keys = { search: 'the-key-of-search', checkout: 'the-key-of-checkout' };
const migrations = new URL('./', import.meta.url); // never applied: these tests make their own tables

let lastVersion = 1;
const priceOf = (outboxId = randomUUID()): Message<'update-price'> => ({
  outboxId,
  event: {
    version: 1,
    productId: 'wt-1001',
    price: { amount: '9.99', currency: 'USD' },
    priceVersion: (lastVersion += 1),
  },
});

describe('a message', () => {
  const postgres = realPostgres({ ownServer: true });
  const redis = realRedis();
  const wire = tcpProxy(() => redis.url);
  let database: Database;
  beforeAll(async () => {
    await postgres.query('CREATE TABLE inbox (outbox_id uuid PRIMARY KEY)');
    await postgres.query('CREATE TABLE effects (version int)');
    database = new Database({ url: postgres.url, migrations });
  });
  afterEach(() => postgres.query('TRUNCATE inbox, effects'));
  afterAll(() => database.close());

  /** Of this message alone: a late repeat of an earlier test's message may arrive at any time. */
  const effects = async ({ event }: Message<'update-price'>) =>
    (await postgres.query(`SELECT FROM effects WHERE version = ${event.priceVersion}`)).length;
  const effect = (tx: Pick<Database, 'query'>, { priceVersion }: PriceChanged) =>
    tx.query('INSERT INTO effects VALUES ($1)', [priceVersion]).then(() => undefined);

  it('takes effect once, however often it comes', async () => {
    const message = priceOf();
    const first = [];
    for (let time = 1; time <= 3; time++) first.push(await takeOnce(database, message, effect));
    expect(first).toEqual([true, false, false]);
    expect(await effects(message)).toBe(1);
  });

  it('takes effect once when 8 twins come at once', async () => {
    const message = priceOf();
    const first = await Promise.all(Array.from({ length: 8 }, () => takeOnce(database, message, effect)));
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await effects(message)).toBe(1);
  });

  it('is not noted when its effect fails, and takes effect when it comes again', async () => {
    const message = priceOf();
    const failing = takeOnce(database, message, async (tx, event) => {
      await effect(tx, event);
      throw new Error('the effect failed');
    });
    await expect(failing).rejects.toThrow('the effect failed');
    expect(await effects(message)).toBe(0);
    expect(await takeOnce(database, message, effect)).toBe(true);
  });

  it('waits for a twin whose transaction is open, and takes its place when that is rolled back', async () => {
    const message = priceOf();
    const { promise: gate, reject: rollBack } = Promise.withResolvers<void>();
    const { promise: inside, resolve: entered } = Promise.withResolvers<void>();
    const first = fate(takeOnce(database, message, async () => (entered(), gate)));
    await inside;
    const twin = takeOnce(database, message, effect);
    await until(async () => (await postgres.query('SELECT FROM pg_locks WHERE NOT granted')).length === 1, {
      withinMs: 2_000,
    });
    rollBack(new Error('the first one dies'));
    expect(await twin).toBe(true);
    expect(first.state).toBe('rejected');
    expect(await effects(message)).toBe(1);
  });

  describe('on its queue', () => {
    const acknowledged: unknown[] = [];
    const failed: unknown[] = [];
    let failures: { close(): Promise<void> };
    let outlet: Outlet;
    let sender: { close(): Promise<void> };
    let consumer: { close(): Promise<void> };
    beforeAll(() => {
      outlet = new Outlet(redis.url, keys, logger);
      sender = consume(
        { url: redis.url, name: 'acknowledge', keys, logger },
        async ({ event }) => void acknowledged.push(event),
      );
      failures = consume(
        { url: redis.url, name: 'report-failure', keys, logger },
        async ({ event }) => void failed.push(event),
      );
      consumer = consumeOnce({
        url: redis.url,
        keys,
        queue: 'update-price',
        consumer: 'search',
        database,
        logger,
        effect,
      });
    });
    beforeEach(() => {
      for (const list of [acknowledged, failed]) list.length = 0;
    });
    afterAll(() => Promise.all([consumer.close(), sender.close(), failures.close(), outlet.close()]));

    /** As a relay does: again and again until it is acknowledged. */
    const relayUntilAcknowledged = (message: Message<'update-price'>, withinMs: number) =>
      until(() => outlet.send('update-price', message).then(() => acknowledged.length > 0), { withinMs });

    it('takes no effect when Redis holds it as no service has sent it, and does not hinder the true one', async () => {
      const message = priceOf();
      const queue = new Queue('update-price', { connection: { url: redis.url }, prefix: '{shop}' });
      const forged = await queue.add('update-price', message, { jobId: message.outboxId, removeOnFail: false });
      await until(() => forged.isFailed(), { withinMs: 5_000 });
      expect((await Job.fromId(queue, message.outboxId))?.failedReason).toContain('no seal');
      expect(await effects(message)).toBe(0);
      await forged.remove();
      await relayUntilAcknowledged(message, 5_000);
      expect(await effects(message)).toBe(1);
      await queue.close();
    });

    it('is acknowledged when its effect is lasting', async () => {
      const message = priceOf();
      await relayUntilAcknowledged(message, 5_000);
      expect(acknowledged[0]).toEqual({ version: 1, outboxId: message.outboxId, consumer: 'search' });
      expect(await effects(message)).toBe(1);
    });

    it('is acknowledged again when it comes again, because the first acknowledgement may be lost', async () => {
      const message = priceOf();
      await relayUntilAcknowledged(message, 5_000);
      acknowledged.splice(0);
      await relayUntilAcknowledged(message, 5_000);
      expect(await effects(message)).toBe(1);
    });

    it('is reported when its effect has failed 5 times, with the reason', async () => {
      const { outboxId, event } = priceOf();
      await outlet.send('update-price', { outboxId, event: { ...event, priceVersion: 2 ** 40 } }); // no integer of the table
      await until(() => failed.length === 1, { withinMs: 15_000 });
      expect(failed).toEqual([
        { version: 1, outboxId, consumer: 'search', reason: expect.stringContaining('out of range') },
      ]);
    });

    it('is not reported when the database is unavailable', async () => {
      const message = priceOf();
      await postgres.kill();
      await outlet.send('update-price', message);
      const queue = new Queue('update-price', { connection: { url: redis.url }, prefix: '{shop}' });
      await until(async () => (await queue.getJob(message.outboxId)) === undefined, { withinMs: 15_000 }); // tried 5 times
      await queue.close();
      await postgres.restart();
      await relayUntilAcknowledged(message, 15_000);
      expect(failed).toEqual([]);
    });

    it('takes effect once and is acknowledged although Postgres and Redis die meanwhile', async () => {
      const message = priceOf();
      await postgres.kill();
      await outlet.send('update-price', message);
      await postgres.restart();
      await redis.restart(); // and has forgotten every message
      await relayUntilAcknowledged(message, 15_000);
      expect(await effects(message)).toBe(1);
    });
  });

  it('comes to another worker 7 s after its worker has died: a lease and one look', async () => {
    const outlet = new Outlet(redis.url, keys, logger);
    const event = { version: 1 as const, orderId: randomUUID() };
    const taken = Promise.withResolvers<void>();
    const takenAgain = Promise.withResolvers<void>();
    const dying = consume({ url: wire.url, name: 'raise-shipments', keys, logger }, () => {
      taken.resolve();
      return takenAgain.promise;
    });
    await outlet.send('raise-shipments', { outboxId: randomUUID(), event });
    await taken.promise;
    wire.stall(); // from now on it renews nothing
    const diedAtMs = performance.now();
    const living = consume({ url: redis.url, name: 'raise-shipments', keys, logger }, async () => takenAgain.resolve());
    await takenAgain.promise;
    expect(performance.now() - diedAtMs).toBeLessThan(9_000); // 2 s are for a busy machine
    wire.release();
    await Promise.all([living.close(), dying.close(), outlet.close()]);
  }, 30_000);
});
