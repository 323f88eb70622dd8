/**
 * What the lock does inside Redis, each in one round trip.
 *
 * One hash per key: `f` fingerprint, `o` owner while a request runs. No answer stands here: Redis may be flushed, may be
 * older than the store, and may be written by others, so a final answer comes from the store alone.
 */
export const scripts = {
  lockClaim: {
    numberOfKeys: 1,
    lua: `local held = redis.call('HMGET', KEYS[1], 'f', 'o')
      if held[1] and held[2] ~= ARGV[2] then
        if held[2] and held[1] == ARGV[1] then return {'busy', redis.call('PTTL', KEYS[1])} end
        return {'known'}
      end
      redis.call('HSET', KEYS[1], 'f', ARGV[1], 'o', ARGV[2])
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return {'new'}`,
  },

  lockRefresh: {
    numberOfKeys: 1,
    lua: `if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then return 0 end
      return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  },

  lockRelease: {
    numberOfKeys: 1,
    lua: `if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then return 0 end
      return redis.call('DEL', KEYS[1])`,
  },

  lockFinish: {
    numberOfKeys: 1,
    lua: `redis.call('HSET', KEYS[1], 'f', ARGV[1])
      redis.call('HDEL', KEYS[1], 'o')
      return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  },
};
