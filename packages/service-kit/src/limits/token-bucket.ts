/** How often one visitor may do one thing. */
export interface Limit {
  /** So often at once. */
  readonly burst: number;
  /** Once more after this time, in ms. */
  readonly refillMs: number;
  /** Beyond the burst, instead of the refill: once after `firstMs`, then after twice that, up to `maxMs`. */
  readonly growingDelay?: { readonly firstMs: number; readonly maxMs: number };
}

/** What one visitor has used of a limit, and when they used it last. */
export interface Bucket {
  readonly used: number;
  readonly atMs: number;
}

/** Counts are kept no further: the delay has reached its maximum, and the way back must not grow for ever. */
function mostUsed({ burst, growingDelay }: Limit): number {
  return growingDelay === undefined
    ? burst
    : burst + Math.ceil(Math.log2(growingDelay.maxMs / growingDelay.firstMs)) + 1;
}

/** Takes one from a bucket. `waitMs` is 0 if it may be taken; a refusal costs nothing. */
export function takeFrom(found: Bucket, limit: Limit, nowMs: number): { bucket: Bucket; waitMs: number } {
  const sinceMs = Math.max(0, nowMs - found.atMs);
  const left = Math.max(0, found.used - sinceMs / limit.refillMs);
  const over = left + 1 - limit.burst;
  const waitMs = over <= 0 ? 0 : Math.max(0, delayMs(over, sinceMs, limit));
  if (waitMs > 0) return { bucket: { used: found.used, atMs: nowMs - sinceMs }, waitMs: Math.ceil(waitMs) };
  return { bucket: { used: Math.min(left + 1, mostUsed(limit)), atMs: nowMs }, waitMs: 0 };
}

function delayMs(over: number, sinceMs: number, { refillMs, growingDelay }: Limit): number {
  if (growingDelay === undefined) return over * refillMs;
  return Math.min(growingDelay.maxMs, growingDelay.firstMs * 2 ** (Math.ceil(over) - 1)) - sinceMs;
}

/**
 * `takeFrom` inside Redis, and its undoing, in one round trip.
 *
 * Time is Redis' own: a storefront whose clock is wrong changes nothing. Should that clock go back, a bucket waits for no
 * time that has not come. A key ends when it is as if it had never been.
 */
export const TAKE_OR_GIVE_BACK = `
  local burst, refillMs, firstMs, maxMs, most = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local found = redis.call('HMGET', KEYS[1], 'used', 'at')
  local used, at = tonumber(found[1] or 0), math.min(tonumber(found[2] or now), now)
  local wait = 0
  if ARGV[1] == 'give back' then
    used = math.max(0, used - 1)
  else
    local left = math.max(0, used - (now - at) / refillMs)
    local over = left + 1 - burst
    if over > 0 and firstMs == 0 then wait = over * refillMs end
    if over > 0 and firstMs > 0 then wait = math.max(0, math.min(maxMs, firstMs * 2 ^ (math.ceil(over) - 1)) - (now - at)) end
    if wait == 0 then used, at = math.min(left + 1, most), now end
  end
  redis.call('HSET', KEYS[1], 'used', used, 'at', at)
  redis.call('PEXPIRE', KEYS[1], math.ceil(used * refillMs) + maxMs + 1)
  return math.ceil(wait)`;

/** The arguments of the script after its first. */
export function scriptArguments(limit: Limit): number[] {
  const { burst, refillMs, growingDelay } = limit;
  return [burst, refillMs, growingDelay?.firstMs ?? 0, growingDelay?.maxMs ?? 0, mostUsed(limit)];
}
