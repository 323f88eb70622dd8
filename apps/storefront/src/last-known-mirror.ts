import { MINUTE } from '@watertight/resilience';
import { inTrace, openRedis } from '@watertight/service-kit';
import type { Copy, LastKnown } from './last-known.ts';

type Redis = ReturnType<typeof openRedis>;

const KEPT_MS = 24 * 60 * MINUTE;
const MAX_COPIES = 2_000;
/** The same copy is not sent again sooner: a page that is looked at a thousand times a minute is mirrored once. */
const SEND_AGAIN_MS = 1 * MINUTE;
const READ_AT_ONCE = 100;

/** One slot of a Redis cluster for all of it. */
const prefix = '{last-known}:';
/** Names by time, because the keys of a shared Redis cannot be listed cheaply. */
const index = `${prefix}index`;

/**
 * Mirrors the last known copies to Redis for 24 h, and takes in an earlier process' as soon as Redis is there.
 *
 * Best effort: pages never wait for it, and without Redis the copies begin anew with each start.
 */
export function mirrorLastKnown(lastKnown: LastKnown, redis: Redis): void {
  const sent = new Map<string, number>();
  redis.once('ready', () => void restore(redis, lastKnown));
  lastKnown.mirrorTo((name, copy) => {
    if (copy.atMs - (sent.get(name) ?? 0) < SEND_AGAIN_MS) return;
    sent.delete(name);
    sent.set(name, copy.atMs);
    if (sent.size > MAX_COPIES) sent.delete(sent.keys().next().value ?? name);
    inTrace(undefined, () => send(redis, name, copy)); // no part of the page's: nobody waits for it
  });
}

function send(redis: Redis, name: string, { json, atMs }: Copy): void {
  redis
    .multi()
    .set(prefix + name, `${atMs} ${json}`, 'PX', KEPT_MS)
    .zadd(index, atMs, name)
    .zremrangebyscore(index, '-inf', atMs - KEPT_MS)
    .exec()
    .catch(() => undefined); // best effort; its connection has said that Redis is away
}

async function restore(redis: Redis, lastKnown: LastKnown): Promise<void> {
  try {
    const names = await redis.zrevrangebyscore(index, '+inf', Date.now() - KEPT_MS, 'LIMIT', 0, MAX_COPIES);
    // The newest were used last: they go in last.
    const oldestFirst = names.toReversed();
    for (let from = 0; from < oldestFirst.length; from += READ_AT_ONCE) {
      const batch = oldestFirst.slice(from, from + READ_AT_ONCE);
      const copies = await redis.mget(batch.map(name => prefix + name));
      lastKnown.restore(batch.flatMap((name, i) => copyOf(name, copies[i] ?? null)));
    }
  } catch {
    // best effort; its connection has said that Redis is away
  }
}

function copyOf(name: string, stored: string | null): [string, Copy][] {
  const gap = stored?.indexOf(' ') ?? -1;
  if (stored === null || gap < 0) return [];
  return [[name, { atMs: Number(stored.slice(0, gap)), json: stored.slice(gap + 1) }]];
}
