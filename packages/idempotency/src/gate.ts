import { hash } from 'node:crypto';
import { Redis, type Result } from 'ioredis';
import { scripts } from './gate-scripts.ts';
import type { Intent, StoredAnswer } from './intent.ts';
import { Rest } from './rest.ts';

/** What the gate says to a request that comes with a key. */
export type Claim =
  /** The key is ours until the lease ends. */
  | { is: 'new' }
  | { is: 'done'; answer: StoredAnswer }
  /** The key stands for another request. */
  | { is: 'mismatch' }
  /** Another request with the same key runs, for at most this long. */
  | { is: 'busy'; leaseLeftMs: number }
  /** Redis is away, full, frozen or not there at all: ask the store. */
  | { is: 'no-opinion' };

export interface GateOptions {
  /** Null: there is no Redis, and the gate has no opinion on anything. */
  url: string | null;
  /** How long a claim belongs to its request; refreshed while it runs. Default 30 s. */
  leaseMs?: number;
  /** How long a finished answer is replayed from here; afterwards from the store. Default 24 h. */
  finishedMs?: number;
  /** Told once when Redis is left alone, with the reason, and once, with none, when it answers again. */
  onChange?: (reason: string | undefined) => void;
}

/** How long the gate waits for Redis, in ms, before it has no opinion. */
export const gateLimits = { connectMs: 1000, commandMs: 100 } as const;
/** Larger bodies are replayed from the store: Redis is memory. */
const MAX_BODY_BYTES = 16 * 1024;

type Scripted = Redis & {
  [Name in keyof typeof scripts as `${Name}Buffer`]: (
    key: string,
    ...values: (string | number | Buffer)[]
  ) => Result<unknown, { type: 'default' }>;
};

/**
 * One request per key at a time, and finished answers in one round trip; in Redis, shared by all replicas.
 *
 * It is a hint and never the truth: no method rejects, none takes longer than 100 ms, and losing Redis at any moment, or
 * half of its keys, only makes the store answer instead. So no lock over several servers, and no wait for replicas.
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
    const said = await this.ask(redis => redis.gateClaimBuffer(keyOf(intent), fingerprint, owner, this.leaseMs));
    return said === undefined ? { is: 'no-opinion' } : this.claimOf(said as (Buffer | number)[]);
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

  /** Keeps the answer for replays, if the claim is still ours: who wakes up late overwrites nothing. */
  async complete(intent: Intent, answer: StoredAnswer): Promise<void> {
    if (answer.body.byteLength > MAX_BODY_BYTES) return this.release(intent);
    const values = [answer.status, answer.contentType, answer.body, this.finishedMs];
    await this.ask(redis => redis.gateCompleteBuffer(keyOf(intent), intent.owner, ...values));
  }

  /** Keeps an answer that the store gave, whoever holds the claim: the truth corrects the hint. */
  async repair(intent: Intent, answer: StoredAnswer): Promise<void> {
    if (answer.body.byteLength > MAX_BODY_BYTES) return this.release(intent);
    const values = [answer.status, answer.contentType, answer.body, this.finishedMs];
    await this.ask(redis => redis.gateRepairBuffer(keyOf(intent), intent.fingerprint, ...values));
  }

  close(): void {
    this.redis?.disconnect();
  }

  private async ask(work: (redis: Scripted) => Promise<unknown>): Promise<unknown> {
    const { redis } = this;
    return redis && this.rest.ask(() => work(redis));
  }

  private claimOf([is, first, contentType, body]: (Buffer | number)[]): Claim {
    switch (String(is)) {
      case 'new':
        return { is: 'new' };
      case 'mismatch':
        return { is: 'mismatch' };
      case 'busy':
        return { is: 'busy', leaseLeftMs: Math.max(0, Number(first)) };
      case 'done':
        if (contentType === undefined || !Buffer.isBuffer(body)) break;
        return { is: 'done', answer: { status: Number(String(first)), contentType: String(contentType), body } };
    }
    return { is: 'no-opinion' };
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
