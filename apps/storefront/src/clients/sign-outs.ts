import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { profile } from '@watertight/contracts/profile';
import { SECOND } from '@watertight/resilience';
import { type Closeable, DAY, httpClient, inTrace, type Logger, openRedis, repeat } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies, timeBudgets } from '../policies.ts';

type Redis = ReturnType<typeof openRedis>;

const DELIVER_EVERY_MS = 1 * SECOND;
/** Another storefront may have ended and left its own in Redis. */
const LOOK_EVERY_MS = 30 * SECOND;
const AT_ONCE = 100;
/** Beyond it none is kept, or made-up ones could push real ones out: each is 64 characters here, and as many in Redis. */
const MOST = 10_000;
/** No session lasts longer by default; profile has deleted it by then. */
const KEPT_MS = 30 * DAY;
/** One sorted set of hashes, by the time of the sign-out. */
const KEY = 'signout:pending';

/**
 * Sign-outs that profile could not be told, until it is told.
 *
 * A visitor who signs out while profile is unavailable has lost the cookie, but a copy of its token would open the account for
 * the rest of 30 days. Of a token only the SHA-256 is kept, here and in Redis: it ends a session and opens none.
 */
@Injectable()
export class SignOuts {
  private readonly profile = httpClient(profile, policies.signOuts, config.profileUrls);
  /** When each was kept, by hash; oldest first. */
  private readonly pending = new Map<string, number>();
  private redis: Redis | undefined;
  private lookedAtMs = 0;

  /** Keeps a sign-out until it is delivered. From now on this process takes the token for ended. */
  keep(token: string): void {
    const [hash, atMs] = [hashOf(token), Date.now()];
    if (this.pending.size >= MOST) return;
    this.pending.set(hash, atMs);
    this.write(redis => redis.pipeline().zadd(KEY, atMs, hash).pexpire(KEY, KEPT_MS).exec());
  }

  has(token: string): boolean {
    return this.pending.size > 0 && this.pending.has(hashOf(token));
  }

  /** Writes what is pending to Redis as well, and takes in what an earlier process has left there. Best effort. */
  mirrorTo(redis: Redis): void {
    this.redis = redis;
    redis.on('ready', () => inTrace(undefined, () => void this.restore(redis)));
  }

  /** Delivers what is pending every second, until the function it returns is called. */
  keepDelivering(logger: Logger): Closeable {
    return repeat('delivering sign-outs', DELIVER_EVERY_MS, () => inTrace(undefined, () => this.deliver()), logger);
  }

  private async deliver(): Promise<void> {
    if (this.redis !== undefined && performance.now() - this.lookedAtMs >= LOOK_EVERY_MS) {
      this.lookedAtMs = performance.now();
      await this.restore(this.redis);
    }
    while (this.pending.size > 0) {
      const tokenHashes = [...this.pending.keys()].slice(0, AT_ONCE);
      await this.profile.endSessions({ body: { tokenHashes } }, { deadlineMs: timeBudgets.backgroundMs });
      this.forget(tokenHashes);
    }
  }

  private forget(hashes: readonly string[]): void {
    for (const hash of hashes) this.pending.delete(hash);
    this.write(redis => redis.zrem(KEY, ...hashes));
  }

  /** Both ways: Redis may have lost what this process still knows. */
  private async restore(redis: Redis): Promise<void> {
    try {
      const left = await redis.zrangebyscore(KEY, Date.now() - KEPT_MS, '+inf', 'LIMIT', 0, MOST);
      for (const hash of left)
        if (this.pending.size < MOST) this.pending.set(hash, this.pending.get(hash) ?? Date.now());
      const known = [...this.pending].flatMap(([hash, atMs]) => [atMs, hash]);
      if (known.length > 0) await redis.zadd(KEY, ...known);
    } catch {
      // best effort; its connection has logged that Redis is unavailable
    }
  }

  private write(send: (redis: Redis) => Promise<unknown>): void {
    const { redis } = this;
    // Not part of the page: no page waits for it. Its connection has logged that Redis is unavailable.
    if (redis !== undefined) inTrace(undefined, () => void send(redis).catch(() => undefined));
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
