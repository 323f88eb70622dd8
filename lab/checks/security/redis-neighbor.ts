import { apps } from '@watertight/topology';
import { lookUntil } from '@watertight/testing/until';
import { type Attack, finding, type Finding, nothingWrong, type Target } from './attack.ts';
import { Browser, countStatuses } from './browser.ts';
import { isRefusal, RedisClient } from './redis-client.ts';
import type { Answer } from './wire.ts';

/** A client that may do one of these rules the queues; the first is harmless, and shows whether the others would be let in. */
const commands = [
  ['PING'],
  ['KEYS', '*'],
  ['SET', 'evil', '1'],
  ['CONFIG', 'SET', 'appendfsync', 'everysec'],
  ['CONFIG', 'GET', 'dir'],
  ['EVAL', 'return 1', '0'],
  ['ACL', 'LIST'],
  ['CLIENT', 'LIST'],
  ['MODULE', 'LOAD', '/tmp/none.so'],
  ['DEBUG', 'SLEEP', '0'],
];
const ORDERS = 6;
const SHIPPED_WITHIN_MS = 20_000;

/** Another program of the same machine talks to Redis: without a password, and with that of a service that fell. */
export const redisNeighbor: Attack = {
  name: 'redis-neighbor',
  run: async target => [await withoutPassword(target), ...(await asService(target)), await emptied(target)],
};

async function withoutPassword({ redisPort }: Target): Promise<Finding> {
  using redis = new RedisClient(`redis://127.0.0.1:${redisPort}`);
  const done: string[] = [];
  for (const [command = '', ...words] of commands)
    if (!isRefusal(await redis.send(command, ...words))) done.push([command, ...words].join(' '));
  return nothingWrong('Redis without a password', done, `${commands.length} commands refused`);
}

/** Recommendations is the least guarded service: what its password opens must be its own. */
async function asService(target: Target): Promise<Finding[]> {
  const url = target.environmentOf('recommendations')['REDIS_URL'];
  if (url === undefined) return []; // not to be read on this system
  using redis = new RedisClient(url);
  const done: string[] = [];
  const others: [string, ...string[]][] = [
    ['SET', '{once:evil}', '1'],
    ['HSET', '{shop}:ship-order:evil', 'a', '1'],
    ['FLUSHALL'],
    ['CONFIG', 'SET', 'maxmemory', '0'],
    ['REPLICAOF', 'NO', 'ONE'],
    ['ACL', 'LIST'],
    ['KEYS', '*'],
  ];
  for (const [command, ...words] of others)
    if (!isRefusal(await redis.send(command, ...words))) done.push([command, ...words].join(' '));
  return [
    nothingWrong('Redis with the password of recommendations', done, `${others.length} commands of others refused`),
  ];
}

/** Emptied by each client that may: every order that was paid is shipped all the same. */
async function emptied(target: Target): Promise<Finding> {
  const urls = [`redis://127.0.0.1:${target.redisPort}`, ...redisUrlsOf(target)];
  using clients = new DisposableStack();
  const redis = urls.map(url => clients.use(new RedisClient(url)));
  const buyers: { browser: Browser; paid: Answer }[] = [];
  let emptiedTimes = 0;
  for (let n = 0; n < ORDERS; n += 1) {
    const browser = new Browser(target.shop);
    await browser.add(`wt-10${30 + n}`);
    const [paid, ...answers] = await Promise.all([browser.pay(), ...redis.map(each => each.send('FLUSHALL'))]);
    emptiedTimes += answers.filter(answer => !isRefusal(answer)).length;
    buyers.push({ browser, paid });
  }
  const isShipped = async ({ browser, paid }: (typeof buyers)[number]) =>
    /<h1>Shipped/.test((await browser.get(paid.headers.location ?? '/')).text);
  const look = () => Promise.all(buyers.map(isShipped));
  const { seen } = await lookUntil(look, all => all.every(Boolean), {
    withinMs: SHIPPED_WITHIN_MS * target.patience,
    everyMs: 500,
  });
  const count = seen.filter(Boolean).length;
  const observed = `emptied ${emptiedTimes} times by ${redis.length} clients; paid ${countStatuses(buyers.map(({ paid }) => paid))}; shipped ${count} of ${ORDERS}`;
  return finding('purchases while Redis is emptied', count === ORDERS, observed);
}

/** What each service uses, without repeats: before there were users of Redis it was one for all. */
export const redisUrlsOf = (target: Target): string[] => [
  ...new Set(apps.filter(({ redis }) => redis).flatMap(({ name }) => target.environmentOf(name)['REDIS_URL'] ?? [])),
];
