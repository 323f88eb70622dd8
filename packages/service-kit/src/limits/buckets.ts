import { hash } from 'node:crypto';
import { definePolicies, type Pipeline, pipeline, RefusedError, SECOND } from '@watertight/resilience';
import type { Redis } from 'ioredis';
import { connectRedis } from '../redis/redis.ts';
import { LocalBuckets } from './local-buckets.ts';
import { type Limit, scriptArguments, TAKE_OR_GIVE_BACK } from './token-bucket.ts';

/** What a page waits for Redis at most, in ms, before its visitor is counted here. */
export const bucketLimits = { commandMs: 100 } as const;

const { limits } = definePolicies({
  // A frozen Redis delays three requests, and then one a second. The limit of a command is the connection's own, so that it holds
  // with every pattern switched off, too.
  limits: {
    service: 'redis',
    breaker: { failuresToOpen: 3, openMs: 1 * SECOND, probes: 1, successesToClose: 1 },
  },
});

/** The client's own instrumentation makes a span of each command. */
const noSpans = { start: () => undefined };

type Scripted = Redis & {
  takeOrGiveBack(key: string, verb: 'take' | 'give back', ...limit: number[]): Promise<unknown>;
};

interface Options {
  /** Null: there is no Redis, and this process counts by itself. */
  url: string | null;
  /** Called once when Redis is no longer asked, with the reason, and once, without one, when it answers again. */
  onChange?: (reason: string | undefined) => void;
}

/**
 * Token buckets by name and visitor, in Redis and shared by all replicas; in this process while Redis does not answer.
 *
 * No method rejects, and none takes longer than 100 ms. A Redis that has lost its keys only forgives.
 */
export class Buckets {
  readonly #local = new LocalBuckets();
  readonly #redis: Scripted | undefined;
  readonly #calls: Pipeline = pipeline(limits, { telemetry: noSpans });
  readonly #onChange: (reason: string | undefined) => void;
  #isReportedDown = false;

  constructor({ url, onChange = () => {} }: Options) {
    this.#redis = url === null ? undefined : connect(url);
    this.#onChange = onChange;
  }

  /** Returns how long this visitor has to wait, in ms; 0 if one was taken. */
  async take(name: string, visitor: string, limit: Limit): Promise<number> {
    const key = keyOf(name, visitor);
    // Counted here at any time: a Redis that stops must not give every visitor a second burst.
    const localWaitMs = this.#local.take(key, limit);
    const answer = await this.#ask(redis => redis.takeOrGiveBack(key, 'take', ...scriptArguments(limit)));
    if (typeof answer !== 'number') return localWaitMs;
    if (answer > 0 && localWaitMs === 0) this.#local.giveBack(key);
    return answer;
  }

  /** Undoes one `take`. */
  async giveBack(name: string, visitor: string, limit: Limit): Promise<void> {
    const key = keyOf(name, visitor);
    this.#local.giveBack(key);
    await this.#ask(redis => redis.takeOrGiveBack(key, 'give back', ...scriptArguments(limit)));
  }

  /** Begins anew for this visitor. */
  async forget(name: string, visitor: string): Promise<void> {
    const key = keyOf(name, visitor);
    this.#local.forget(key);
    await this.#ask(redis => redis.unlink(key));
  }

  close(): void {
    this.#redis?.disconnect();
    this.#calls.close();
  }

  /** Returns undefined when Redis fails, or when the breaker is open. */
  async #ask(work: (redis: Scripted) => Promise<unknown>): Promise<unknown> {
    const redis = this.#redis;
    if (redis === undefined) return undefined;
    try {
      const answer = await this.#calls.run(() => work(redis));
      this.#report(false);
      return answer;
    } catch (error) {
      const isOpen = this.#calls.snapshot().breaker?.state === 'open';
      if (isOpen && !(error instanceof RefusedError)) this.#report(true, error);
      return undefined;
    }
  }

  #report(isDown: boolean, error?: unknown): void {
    if (isDown === this.#isReportedDown) return;
    this.#isReportedDown = isDown;
    this.#onChange(isDown ? String(error) : undefined);
  }
}

/** A hash, because a visitor chooses what is counted: an e-mail of any length, and no name of ours in it. */
const keyOf = (name: string, visitor: string): string => `limit:${name}:${hash('sha256', visitor, 'hex').slice(0, 32)}`;

function connect(url: string): Scripted {
  const redis = connectRedis(url, bucketLimits.commandMs);
  redis.on('error', () => undefined); // each command reports it, and the breaker counts it
  redis.defineCommand('takeOrGiveBack', { numberOfKeys: 1, lua: TAKE_OR_GIVE_BACK });
  return redis as Scripted;
}
