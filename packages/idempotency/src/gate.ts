import { hash } from 'node:crypto';
import { Redis, type Result } from 'ioredis';
import { scripts } from './gate-scripts.ts';
import type { Intent } from './intent.ts';
import { isNoPrimary } from './no-primary.ts';
import { Rest } from './rest.ts';

/** What the lock answers to a request that comes with a key. */
export type Claim =
  /** The key is ours until the lease ends. */
  | { is: 'new' }
  /** Another request with the same key runs, for at most this long. */
  | { is: 'busy'; leaseLeftMs: number }
  /** The key was used before, or Redis did not answer (`isKnown` is false): only the store knows. */
  | { is: 'ask-the-store'; isKnown: boolean };

export interface GateOptions {
  /** Null: there is no Redis, and the store answers everything. */
  url: string | null;
  /** How long a claim belongs to its request; refreshed while it runs. Default 30 s. */
  leaseMs?: number;
  /** How long a finished key is known here, so that its repeats begin with a read of the store. Default 24 h. */
  finishedMs?: number;
  /** Told once when Redis is left alone, with the reason, and once, with none, when it answers again. */
  onChange?: (reason: string | undefined) => void;
}

/** How long the lock waits for Redis, in ms, before the store is asked. */
export const gateLimits = { connectMs: 1000, commandMs: 100 } as const;

type Scripted = Redis & {
  [Name in keyof typeof scripts as `${Name}Buffer`]: (
    key: string,
    ...values: (string | number | Buffer)[]
  ) => Result<unknown, { type: 'default' }>;
};

/**
 * A lock per idempotency key, in Redis and shared by all replicas: one request per key at a time.
 *
 * It saves time and decides nothing: no method rejects, none takes longer than 100 ms, and a Redis that loses keys, or
 * holds forged ones, only makes the store answer instead. So no lock over several servers, and no wait for replicas.
 */
export class Gate {
  private readonly redis: Scripted | undefined;
  private readonly rest: Rest;
  private readonly leaseMs: number;
  private readonly finishedMs: number;

  constructor({ url, leaseMs = 30_000, finishedMs = 24 * 3600_000, onChange = () => {} }: GateOptions) {
    this.redis = url === null ? undefined : connect(url);
    this.rest = new Rest(onChange);
    this.leaseMs = leaseMs;
    this.finishedMs = finishedMs;
  }

  /** Takes the key for this request, unless it is another's; one round trip. Taking it again for the same owner is no conflict. */
  async claim(intent: Intent): Promise<Claim> {
    const { fingerprint, owner } = intent;
    const answer = await this.ask(redis => redis.gateClaimBuffer(keyOf(intent), fingerprint, owner, this.leaseMs));
    const [is, leaseLeftMs] = (answer ?? []) as (Buffer | number)[];
    if (String(is) === 'new') return { is: 'new' };
    // A lease that never ends, or is longer than any of ours, was written by something else: it must not refuse a key.
    const isOurs = Number(leaseLeftMs) >= 0 && Number(leaseLeftMs) <= this.leaseMs;
    if (String(is) === 'busy' && isOurs) return { is: 'busy', leaseLeftMs: Number(leaseLeftMs) };
    return { is: 'ask-the-store', isKnown: answer !== undefined };
  }

  /** Keeps the claim alive while `work` runs. */
  async holding<T>(intent: Intent, work: () => Promise<T>): Promise<T> {
    const refreshing = setInterval(() => {
      void this.ask(redis => redis.gateRefreshBuffer(keyOf(intent), intent.owner, this.leaseMs));
    }, this.leaseMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(refreshing);
    }
  }

  /** Frees the key, if it is still ours. */
  async release(intent: Intent): Promise<void> {
    await this.ask(redis => redis.gateReleaseBuffer(keyOf(intent), intent.owner));
  }

  /** Notes that the store has the final answer: later requests with the key ask there. */
  async finish(intent: Intent): Promise<void> {
    await this.ask(redis => redis.gateFinishBuffer(keyOf(intent), intent.fingerprint, this.finishedMs));
  }

  close(): void {
    this.redis?.disconnect();
  }

  private async ask(work: (redis: Scripted) => Promise<unknown>): Promise<unknown> {
    const { redis } = this;
    return redis && this.rest.ask(() => work(redis));
  }
}

/** A connection of its own, that makes nobody wait: behind a queue's long commands a claim would come late. */
function connect(url: string): Scripted {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: gateLimits.commandMs,
    connectTimeout: gateLimits.connectMs,
    retryStrategy: attempt => Math.min(1000, 50 * attempt),
    reconnectOnError: isNoPrimary,
    keepAlive: 10_000,
    disableClientInfo: true, // CLIENT SETINFO is of Redis 7.2
    scripts,
  });
  redis.on('error', () => undefined); // each command says it, and the rest counts it
  return redis as Scripted;
}

/** Of fixed length, without a byte of a user's, and with a hash tag, so that a Redis cluster may hold it. */
function keyOf({ scope, key }: Intent): string {
  return `{once:${hash('sha256', `${scope}\n${key}`, 'base64url')}}`;
}
