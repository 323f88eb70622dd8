import { MINUTE } from '@watertight/resilience';
import { inTrace, openRedis } from '@watertight/service-kit';
import { type Copy, type Kind, kindNames, type LastKnown, MAX_COPIES } from './last-known.ts';

type Redis = ReturnType<typeof openRedis>;

const KEPT_MS = 24 * 60 * MINUTE;
/** The same copy is not sent again sooner: a page that is looked at a thousand times a minute is mirrored once. */
const SEND_AGAIN_MS = 1 * MINUTE;
const MAX_REMEMBERED = Object.values(MAX_COPIES).reduce((sum, most) => sum + most);
const READ_AT_ONCE = 100;

/** One slot of a Redis cluster for all of it. */
const prefix = '{last-known}:';
/** Keys by time, because the keys of a shared Redis cannot be listed cheaply; one index per kind, because each has its bound. */
const indexOf = (kind: Kind) => `${prefix}index:${kind}`;
const prefixOf = (kind: Kind) => `${prefix}${kind}:`;

/**
 * Stores one copy, and deletes the oldest of its kind beyond the bound: Redis holds at most as many as one process remembers.
 *
 * In one script, because several storefronts write, and because a copy without its entry in the index would never be counted.
 */
const STORE_AND_TRIM = `
  local copy, index = KEYS[1], KEYS[2]
  local key, at, value, keptMs, most, prefix = unpack(ARGV)
  redis.call('SET', copy, value, 'PX', keptMs)
  redis.call('ZADD', index, at, key)
  redis.call('PEXPIRE', index, keptMs)
  redis.call('ZREMRANGEBYSCORE', index, '-inf', at - keptMs)
  local over = redis.call('ZCARD', index) - most
  if over <= 0 then return 0 end
  local oldest = redis.call('ZPOPMIN', index, over)
  for i = 1, #oldest, 2 do redis.call('DEL', prefix .. oldest[i]) end
  return over`;

/**
 * Mirrors the last known copies to Redis for 24 h, and takes in an earlier process' as soon as Redis is there.
 *
 * Best effort: pages never wait for it, and without Redis the copies begin anew with each start.
 */
export function mirrorLastKnown(lastKnown: LastKnown, redis: Redis): void {
  const sent = new Map<string, number>();
  redis.once('ready', () => void restore(redis, lastKnown));
  lastKnown.mirrorTo((kind, key, copy) => {
    const name = prefixOf(kind) + key;
    if (copy.atMs - (sent.get(name) ?? 0) < SEND_AGAIN_MS) return;
    sent.delete(name);
    sent.set(name, copy.atMs);
    if (sent.size > MAX_REMEMBERED) sent.delete(sent.keys().next().value ?? name);
    inTrace(undefined, () => send(redis, kind, key, copy)); // not part of the page: no page waits for it
  });
}

function send(redis: Redis, kind: Kind, key: string, { json, atMs }: Copy): void {
  const copies = prefixOf(kind);
  redis
    .eval(
      STORE_AND_TRIM,
      2,
      copies + key,
      indexOf(kind),
      key,
      atMs,
      `${atMs} ${json}`,
      KEPT_MS,
      MAX_COPIES[kind],
      copies,
    )
    .catch(() => undefined); // best effort; its connection has logged that Redis is unavailable
}

async function restore(redis: Redis, lastKnown: LastKnown): Promise<void> {
  try {
    await redis.unlink(`${prefix}index`); // an older version had one index for all kinds, without an end
    const found = await Promise.all(kindNames.map(async kind => [kind, await copiesOf(redis, kind)] as const));
    for (const [kind, copies] of found) lastKnown.restore(kind, copies);
  } catch {
    // best effort; its connection has logged that Redis is unavailable
  }
}

/** The copies of one kind, oldest first: the newest were used last, and go in last. */
async function copiesOf(redis: Redis, kind: Kind): Promise<[key: string, Copy][]> {
  const since = Date.now() - KEPT_MS;
  const newestFirst = await redis.zrevrangebyscore(indexOf(kind), '+inf', since, 'LIMIT', 0, MAX_COPIES[kind]);
  const keys = newestFirst.toReversed();
  const copies: [string, Copy][] = [];
  for (let from = 0; from < keys.length; from += READ_AT_ONCE) {
    const batch = keys.slice(from, from + READ_AT_ONCE);
    const stored = await redis.mget(batch.map(key => prefixOf(kind) + key));
    copies.push(...batch.flatMap((key, i) => copyOf(key, stored[i] ?? null)));
  }
  return copies;
}

function copyOf(key: string, stored: string | null): [string, Copy][] {
  const gap = stored?.indexOf(' ') ?? -1;
  if (stored === null || gap < 0) return [];
  return [[key, { atMs: Number(stored.slice(0, gap)), json: stored.slice(gap + 1) }]];
}
