/**
 * What the gate does inside Redis, each in one round trip.
 *
 * One hash per key: `f` fingerprint, `o` owner while it runs, then `s` status, `t` content type, `b` body. The names are
 * short because there is one for every charge of the day.
 */
const fields = `local held = redis.call('HMGET', KEYS[1], 'f', 'o', 's', 't', 'b')`;

export const scripts = {
  gateClaim: {
    numberOfKeys: 1,
    lua: `${fields}
      if held[1] and held[1] ~= ARGV[1] then return {'mismatch'} end
      if held[3] then return {'done', held[3], held[4], held[5]} end
      if held[2] and held[2] ~= ARGV[2] then return {'busy', redis.call('PTTL', KEYS[1])} end
      redis.call('HSET', KEYS[1], 'f', ARGV[1], 'o', ARGV[2])
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return {'new'}`,
  },

  gateRefresh: {
    numberOfKeys: 1,
    lua: `if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then return 0 end
      return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  },

  gateRelease: {
    numberOfKeys: 1,
    lua: `if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then return 0 end
      return redis.call('DEL', KEYS[1])`,
  },

  gateComplete: {
    numberOfKeys: 1,
    lua: `if redis.call('HGET', KEYS[1], 'o') ~= ARGV[1] then return 0 end
      redis.call('HSET', KEYS[1], 's', ARGV[2], 't', ARGV[3], 'b', ARGV[4])
      redis.call('HDEL', KEYS[1], 'o')
      return redis.call('PEXPIRE', KEYS[1], ARGV[5])`,
  },

  gateRepair: {
    numberOfKeys: 1,
    lua: `${fields}
      if held[3] or (held[1] and held[1] ~= ARGV[1]) then return 0 end
      redis.call('HSET', KEYS[1], 'f', ARGV[1], 's', ARGV[2], 't', ARGV[3], 'b', ARGV[4])
      redis.call('HDEL', KEYS[1], 'o')
      return redis.call('PEXPIRE', KEYS[1], ARGV[5])`,
  },
};
