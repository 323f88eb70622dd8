import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { apps } from '@watertight/topology';
import { finding, type Finding, nothingWrong, type Target } from '../checks/security/attack.ts';
import { isRefusal, RedisClient } from '../checks/security/redis-client.ts';
import { services } from '../checks/security/services.ts';
import { slowClients } from '../checks/security/slow-clients.ts';
import { StandIn } from '../checks/security/stand-in.ts';
import { ask, askJson, type Identity, type JsonAnswer } from '../checks/security/wire.ts';

/** What the rehearsal gives the neighbor: what is public, or what it can make itself. */
export interface Given {
  /** A certificate of checkout, by an authority of its own. */
  readonly forged: Omit<Identity, 'servername'>;
  /** Names of services that the neighbor answers to, as far as the network lets it. */
  readonly aliases: readonly string[];
}

/** The development passwords stand in docker-compose.yml and k8s/overlays/local. */
const OPS_TOKEN = 'watertight-development-token';
const redisUrls = {
  anonymous: 'redis://redis:6379',
  recommendations: 'redis://recommendations:watertight-development-recommendations@redis:6379',
};
const PASSWORD = 'a wrong password';
const STANDS_IN_MS = 40_000;

const urlOf = (name: string) => `http://${name}:${apps.find(app => app.name === name)?.port ?? 8080}`;
const [shop, room] = [urlOf('storefront'), urlOf('control-room')];
const given = JSON.parse(process.env['GIVEN'] ?? '') as Given;

/** How a connection ends that has not proved itself. Any other error says that nothing was reached, which proves nothing. */
const HANDSHAKE_REFUSED = ['ECONNRESET', 'EPIPE'];

const refused = (name: string, answers: readonly JsonAnswer[]): Finding => {
  const isRefused = ({ status, error = '' }: JsonAnswer) => status >= 400 || HANDSHAKE_REFUSED.includes(error);
  const words = answers.map(({ status, error, body }) =>
    `${status || error} ${JSON.stringify(body?.['code']) ?? ''}`.trim(),
  );
  const counts = [...Map.groupBy(words, each => each)].map(([each, same]) => `${each} × ${same.length}`);
  return finding(name, answers.every(isRefused), counts.join(', '));
};
const asCheckout = () => ({ 'request-caller': 'checkout', 'idempotency-key': randomUUID() });
const authorization = `Bearer ${OPS_TOKEN}`;

/** C2, H6: buttons, traces and the state of the control room, and `/ops` of each service with the development token. */
async function buttons(): Promise<Finding[]> {
  const paths = ['/processes/comments/kill', '/patterns/all/off', '/visitors', '/faults', '/heal', '/v1/traces'];
  const pressed = paths.flatMap(path =>
    [room, 'http://localhost:8081'].map(host => {
      const headers = { 'sec-fetch-site': 'same-origin', host: new URL(host).host };
      return askJson('POST', room + path, { perSecond: 0 }, headers);
    }),
  );
  const seen = ['/', '/api/state', '/traces'].map(path => askJson('GET', room + path));
  const names = [...services, 'storefront', 'control-room'];
  const ops = names.flatMap(name => [
    askJson('GET', `${urlOf(name)}/ops/state`, undefined, { authorization }),
    askJson('POST', `${urlOf(name)}/ops/faults`, { kind: 'slow', forMs: 1000 }, { authorization }),
  ]);
  return [
    refused('buttons of the control room', await Promise.all(pressed)),
    refused('pages of the control room', await Promise.all(seen)),
    refused('/ops with the known token', await Promise.all(ops)),
  ];
}

/** C4: money, in plain HTTP under the name of checkout, and with a certificate that the neighbor made. */
async function money(name: string, over?: Given['forged']): Promise<Finding> {
  const to = (service: string) =>
    over === undefined ? undefined : { ...over, servername: service, rejectUnauthorized: false };
  const at = (service: string) => (over === undefined ? urlOf(service) : urlOf(service).replace('http:', 'https:'));
  const [charge, refund] = [
    { orderId: randomUUID(), amount: '999.99', currency: 'USD', cardToken: 'tok_visa' },
    { amount: '1.00' },
  ];
  const since = 'since=2020-01-01T00:00:00Z';
  return refused(name, [
    await askJson('POST', `${at('payment')}/charge-card`, charge, asCheckout(), to('payment')),
    await askJson('POST', `${at('payment')}/charges/${randomUUID()}/refunds`, refund, asCheckout(), to('payment')),
    await askJson('GET', `${at('payment')}/captured-charges?${since}`, undefined, asCheckout(), to('payment')),
    await askJson('GET', `${at('payment')}/reconciliation`, undefined, asCheckout(), to('payment')),
    await askJson('GET', `${at('bank')}/captures?${since}`, undefined, asCheckout(), to('bank')),
    await askJson('PUT', `${at('bank')}/captures/${randomUUID()}/void`, refund, asCheckout(), to('bank')),
    await askJson('GET', `${at('checkout')}/orders/comparison`, undefined, asCheckout(), to('checkout')),
  ]);
}

/** C3, H5, M7: an answer, a job, and the end of everything, without a password and as a service that has no business there. */
async function redis(): Promise<Finding> {
  const done: string[] = [];
  for (const [user, url] of Object.entries(redisUrls)) {
    using client = new RedisClient(url);
    const commands: [string, ...string[]][] = [
      ['HSET', '{once:evil}', 'answer', '{"status":201}'],
      ['HSET', '{shop}:ship-order:evil', 'data', '{}'],
      ['LPUSH', '{shop}:update-price:wait', 'evil'],
      ['FLUSHALL'],
      ['CONFIG', 'SET', 'maxmemory', '1'],
      ['REPLICAOF', '127.0.0.1', '1'],
      ['KEYS', '*'],
    ];
    if (user !== 'anonymous' && (await client.send('PING')) !== 'PONG')
      done.push(`${user} is not let in, which proves nothing`);
    for (const [command, ...words] of commands)
      if (!isRefusal(await client.send(command, ...words))) done.push(`${user}: ${command} ${words[0] ?? ''}`);
  }
  return nothingWrong('Redis', done, 'seven commands as two users refused');
}

/** H1: addresses as long as they may be. */
async function longAddresses(): Promise<Finding> {
  const statuses = new Set<number>();
  for (let n = 0; n < 1600; n += 8) {
    const eight = Array.from({ length: 8 }, (_, i) => ask('GET', `${shop}/${n + i}${'x'.repeat(28_000)}`));
    for (const { status } of await Promise.all(eight)) statuses.add(status);
  }
  const { status } = await ask('GET', shop);
  return finding('1600 long addresses', status === 200, `${[...statuses].join(' ')}; then the home page: ${status}`);
}

/** H2, H3: a hundred wrong passwords at once, and a hundred more one after the other. */
async function passwords(): Promise<Finding> {
  const wrong = (n: number) =>
    ask('POST', `${shop}/sign-in`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
      body: `email=ada%40example.com&password=${encodeURIComponent(`${PASSWORD} ${n}`)}`,
    });
  const atOnce = await Promise.all(Array.from({ length: 100 }, (_, n) => wrong(n)));
  const inTurn = [];
  for (let n = 100; n < 200; n += 1) inTurn.push(await wrong(n));
  const tried = [...atOnce, ...inTurn].filter(({ status }) => status === 401).length;
  return finding('200 wrong passwords', tried > 0 && tried <= 20, `${tried} of them were tried, the others refused`);
}

/** H7: what others ordered. */
async function orders(): Promise<Finding> {
  const basket = randomUUID();
  return refused('orders and baskets of others', [
    await askJson('GET', `${shop}/orders/${randomUUID()}`),
    await askJson('GET', `${urlOf('checkout')}/baskets/${basket}`),
    await askJson('GET', `${urlOf('profile')}/customers/${randomUUID()}`),
  ]);
}

/** C2, C4: the neighbor listens under the names of services for what their callers say. */
async function standIn(): Promise<Finding[]> {
  if (given.aliases.length === 0) return [];
  const heard: string[] = [];
  let [requests, connections] = [0, 0];
  await using open = new AsyncDisposableStack();
  const reply = () => ({ status: 200, body: {} });
  const all = await Promise.all(
    given.aliases.map(name => StandIn.on(`http://0.0.0.0:${new URL(urlOf(name)).port}`, reply, given.forged)),
  );
  for (const each of all) open.use(each);
  const endMs = performance.now() + STANDS_IN_MS;
  while (performance.now() < endMs) {
    await ask('GET', `${shop}/products/kayak-deck-compass`);
    await sleep(500);
  }
  for (const each of all) {
    requests += each.requests;
    connections += each.connections;
    heard.push(each.heard.slice(0, 200));
  }
  const observed = `as ${given.aliases.join(' and ')} for ${STANDS_IN_MS / 1000} s: ${connections} connections, ${requests} requests ${heard.join(' ')}`;
  return [finding('a stand-in under the name of services', connections > 0 && requests === 0, observed)];
}

const target = { shop, room, urlOf } as Target;
for (const attack of [
  buttons,
  () => money('money in plain HTTP'),
  () => money('money with a forged certificate', given.forged),
  redis,
  orders,
  passwords,
  longAddresses,
  () => slowClients.run(target),
  standIn,
])
  process.stdout.write(`${JSON.stringify([await attack()].flat())}\n`);
