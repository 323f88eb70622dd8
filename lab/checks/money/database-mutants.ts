import type { Mutant } from './mutants.ts';

const withIntent = 'packages/idempotency/src/with-intent.ts';
const lock = 'packages/idempotency/src/idempotency-lock.ts';
const scripts = 'packages/idempotency/src/lock-scripts.ts';
const settle = `lockFinishBuffer(keyOf(intent), intent.fingerprint, this.finishedMs)`;

/** The shop less what protects it from databases that are late, read-only or have lost commits, and from a Redis that lies. */
export const databaseMutants: Mutant[] = [
  {
    name: 'nothing was charged, whatever payment answered',
    changes: [
      {
        file: 'apps/checkout/src/orders/payment.ts',
        from: `if (nothingWasSent(error)) return { is: 'not-sent' };`,
        to: `if (nothingWasSent(error) || true) return { is: 'not-sent' };`,
      },
    ],
  },
  {
    name: 'nothing was charged for a claim whose answer was lost',
    changes: [
      {
        file: 'apps/payment/src/ledger/ask-ledger.ts',
        from: `throw error.mayHaveCommitted ? new OutcomeUnknownError(error) : new LedgerUnavailableError(error);`,
        to: `throw new LedgerUnavailableError(error);`,
      },
    ],
  },
  {
    name: 'a random order id',
    changes: [
      {
        file: 'apps/checkout/src/orders/order-ids.ts',
        from: `for (let id = orderId(scope, key); ; id = orderId(scope, id)) {`,
        to: `for (let id: string = crypto.randomUUID(); ; id = orderId(scope, key)) {`,
      },
    ],
  },
  {
    name: 'a read-only database is no outage',
    changes: [{ file: 'packages/service-kit/src/database/database-errors.ts', from: '|25006', to: '' }],
  },
  {
    name: 'an answer from Redis alone',
    changes: [
      {
        file: scripts,
        from: `local held = redis.call('HMGET', KEYS[1], 'f', 'o')`,
        to: `local done = redis.call('HMGET', KEYS[1], 's', 't', 'b')
      if done[1] then return {'done', done[1], done[2], done[3]} end
      local held = redis.call('HMGET', KEYS[1], 'f', 'o')`,
      },
      {
        file: scripts,
        from: `redis.call('HSET', KEYS[1], 'f', ARGV[1])
      redis.call('HDEL'`,
        to: `redis.call('HSET', KEYS[1], 'f', ARGV[1], 's', ARGV[3], 't', ARGV[4], 'b', ARGV[5])
      redis.call('HDEL'`,
      },
      {
        file: lock,
        from: `if (String(is) === 'new') return { is: 'new' };`,
        to: `if (String(is) === 'new') return { is: 'new' };
    if (String(is) === 'done') {
      const [, status, contentType, body] = answer as Buffer[];
      return { is: 'done', answer: { status: Number(String(status)), contentType: String(contentType), body } } as never;
    }`,
      },
      {
        file: lock,
        from: `async finish(intent: Intent): Promise<void> {
    await this.redis?.run(redis => redis.${settle});`,
        to: `async finish(intent: Intent, ...[{ status, contentType, body }]: any[]): Promise<void> {
    await this.redis?.run(redis =>
      redis.lockFinishBuffer(keyOf(intent), intent.fingerprint, this.finishedMs, status, contentType, body),
    );`,
      },
      {
        file: withIntent,
        from: `const held = claim.is === 'busy'`,
        to: `if ((claim.is as string) === 'done') return { is: 'final', answer: (claim as any).answer, replayed: true };
      const held = claim.is === 'busy'`,
      },
      {
        file: withIntent,
        from: `if (isNew) void this.lock.finish(this.intent);`,
        to: `if (isNew) void (this.lock.finish as any)(this.intent, opened.answer);`,
      },
      {
        file: withIntent,
        from: `void this.lock.finish(this.intent); // not awaited`,
        to: `void (this.lock.finish as any)(this.intent, answer); // not awaited`,
      },
      {
        file: withIntent,
        from: `case 'final':
          void this.lock.finish(this.intent);`,
        to: `case 'final':
          void (this.lock.finish as any)(this.intent, stand.answer);`,
      },
    ],
  },
  {
    name: 'another card with the key of the first',
    changes: [
      {
        file: 'apps/checkout/src/orders/order-states.ts',
        from: `charge_key = $6
     WHERE id = $1 AND status = 'reserved'`,
        to: `charge_key = coalesce(ended_charge_key, $6)
     WHERE id = $1 AND status = 'reserved'`,
      },
    ],
  },
  {
    name: 'orders are not compared with charges',
    changes: [
      {
        file: 'apps/checkout/src/orders/compare-charges.ts',
        from: `const isFull = performance.now() >= this.nextFullAtMs;`,
        to: `if (this.nextFullAtMs < Infinity) return;
    const isFull = performance.now() >= this.nextFullAtMs;`,
      },
    ],
  },
  {
    name: 'no adoption of what the ledger has lost',
    changes: [
      {
        file: 'apps/payment/src/reconcile-with-bank.ts',
        from: `for (const capture of onlyAtBank) if (await this.adoption.adopt(capture)) isMended = true;`,
        to: `if (onlyAtBank.length >= 0) return false;`,
      },
    ],
  },
];
