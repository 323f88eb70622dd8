/** What the user of one service may do in Redis. */
interface Rights {
  /** Patterns of the keys. */
  readonly keys: readonly string[];
  readonly commands: readonly string[];
}

/** For the client itself: whether Redis is there, whether it has loaded its data, and whether its settings fit. */
const forTheClient = 'ping info';

/**
 * What the scripts of BullMQ call for adding a job, working on it, trying it again, and taking it over from a worker that died.
 *
 * A new version may need another command. Then ACL LOG of a running shop names it, and a test fails.
 */
const forQueues = `eval evalsha multi exec bzpopmin client|setname del exists get hdel hexists hget hgetall hincrby hmget hmset hset
  incr llen lpos lpush lrange lrem ltrim persist pexpire pttl rpoplpush rpush sadd scard set smembers srem xadd xtrim zadd zcard
  zpopmin zrange zrangebyscore zrem zremrangebyrank zremrangebyscore zrevrange zrevrangebyscore zscore`;

const forLocks = 'eval evalsha hmget hget hset hdel del pexpire pttl';
const forCopies = 'eval evalsha set mget del unlink pexpire zadd zcard zpopmin zremrangebyscore zrevrangebyscore';

/** Token buckets: one script, which takes the time of Redis. */
const forLimits = 'eval evalsha time hmget hset pexpire unlink';
const forSignOuts = 'zadd zrem zrangebyscore pexpire';

const rights = (keys: readonly string[], ...commands: readonly string[]): Rights => ({
  keys,
  commands: [...new Set([forTheClient, ...commands].flatMap(each => each.split(/\s+/)))],
});
/** All keys of one queue: a producer adds jobs by the same keys by which a consumer takes them. */
const queue = (name: string) => `{shop}:${name}:*`;

/** From consumers to checkout. */
const reports = ['acknowledge', 'report-failure'];

const users: Readonly<Record<string, Rights>> = {
  payment: rights(['{once:*'], forLocks),
  search: rights(['update-price', ...reports].map(queue), forQueues),
  checkout: rights(['ship-order', 'raise-shipments', 'learn-order', 'update-price', ...reports].map(queue), forQueues),
  recommendations: rights(['learn-order', ...reports].map(queue), forQueues),
  storefront: rights(['{last-known}:*', 'limit:*', 'signout:*'], forCopies, forLimits, forSignOuts),
};

/** The user of Redis that each service is, by its name: its rights as rules of Redis' ACL, without a password. */
export const redisUsers: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(users).map(([name, { keys, commands }]) => [
    name,
    [...keys.map(key => `~${key}`), ...commands.map(command => `+${command}`)].join(' '),
  ]),
);
