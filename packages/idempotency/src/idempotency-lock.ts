import { hash } from 'node:crypto';
import { MINUTE, SECOND } from '@watertight/resilience';
import type { Intent } from './intent.ts';
import { LockRedis } from './lock-redis.ts';

/** The answer of the lock to a request with a key. */
export type Claim =
  /** The key is ours until the lease ends. */
  | { is: 'new' }
  /** Another request with the same key runs, for at most this long. */
  | { is: 'busy'; leaseLeftMs: number }
  /** The key was used before, or Redis did not answer (`isKnown` is false): only the store knows. */
  | { is: 'ask-the-store'; isKnown: boolean };

export interface IdempotencyLockOptions {
  /** Null: there is no Redis, and the store answers everything. */
  url: string | null;
  /** How long a claim belongs to its request; refreshed while it runs. Default 30 s. */
  leaseMs?: number;
  /** How long a finished key is known here, so that its repeats begin with a read of the store. Default 24 h. */
  finishedMs?: number;
  /** Called once when Redis does not answer and is no longer asked, with the reason, and once, without one, when it answers again. */
  onChange?: (reason: string | undefined) => void;
}

/**
 * A lock per idempotency key, in Redis and shared by all replicas: one request per key at a time.
 *
 * It saves time and decides nothing: no method rejects, none takes longer than 100 ms, and a Redis that loses keys, or
 * holds forged ones, only makes the store answer instead. Therefore it needs no lock over several servers, and no wait for replicas.
 */
export class IdempotencyLock {
  private readonly redis: LockRedis | undefined;
  private readonly leaseMs: number;
  private readonly finishedMs: number;

  constructor({
    url,
    leaseMs = 30 * SECOND,
    finishedMs = 24 * 60 * MINUTE,
    onChange = () => {},
  }: IdempotencyLockOptions) {
    this.redis = url === null ? undefined : new LockRedis(url, onChange);
    this.leaseMs = leaseMs;
    this.finishedMs = finishedMs;
  }

  /** Takes the key for this request, unless it is another's; one round trip. Taking it again for the same owner is no conflict. */
  async claim(intent: Intent): Promise<Claim> {
    const { fingerprint, owner } = intent;
    const answer = await this.redis?.run(redis =>
      redis.lockClaimBuffer(keyOf(intent), fingerprint, owner, this.leaseMs),
    );
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
      void this.redis?.run(redis => redis.lockRefreshBuffer(keyOf(intent), intent.owner, this.leaseMs));
    }, this.leaseMs / 3);
    try {
      return await work();
    } finally {
      clearInterval(refreshing);
    }
  }

  /** Frees the key, if it is still ours. */
  async release(intent: Intent): Promise<void> {
    await this.redis?.run(redis => redis.lockReleaseBuffer(keyOf(intent), intent.owner));
  }

  /** Notes that the store has the final answer: later requests with the key ask there. */
  async finish(intent: Intent): Promise<void> {
    await this.redis?.run(redis => redis.lockFinishBuffer(keyOf(intent), intent.fingerprint, this.finishedMs));
  }

  close(): void {
    this.redis?.close();
  }
}

/** Returns a key of fixed length, without any byte of a user, and with a hash tag, so that it works in a Redis cluster. */
function keyOf({ scope, key }: Intent): string {
  return `{once:${hash('sha256', `${scope}\n${key}`, 'base64url')}}`;
}
