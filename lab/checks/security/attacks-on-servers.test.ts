import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeServer, freePort, realPostgres, realRedis, until } from '@watertight/testing';
import type { Finding, Target } from './attack.ts';
import { books } from './books.ts';
import { forgedAnswers } from './forged-answers.ts';
import { forgedJobs } from './forged-jobs.ts';
import { locks } from './locks.ts';
import { nothingCharged } from './nothing-charged.ts';
import { opsToken } from './ops-token.ts';
import { redisNeighbor } from './redis-neighbor.ts';
import { handshakes, slowClients } from './slow-clients.ts';
import { smuggling } from './smuggling.ts';
import { openBesideSquatter } from './squatted-port.ts';
import { standIns } from './stand-ins.ts';
import { leads, page, rawServer, rows, weakTarget } from './weak-shop.fixture.ts';
import { ask } from './wire.ts';

const orderPage = '/orders/0190b2c4-0000-7000-8000-000000000001';
const CAPTURED = {
  id: 'c',
  orderId: 'o',
  status: 'captured',
  currency: 'USD',
  amountMinor: '100',
  refundedMinor: '0',
  bookedMinor: '100',
  caller: 'checkout',
  key: 'k',
};
const broken = (findings: readonly Finding[]) => findings.filter(({ held }) => !held).map(({ name }) => name);

describe('an attack on servers is reported as broken', () => {
  const server = fakeServer();
  const redis = realRedis();
  const postgres = realPostgres();
  let folder = '';

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'watertight-weak-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const redisTarget = (over: Partial<Target>) =>
    weakTarget(server.url, { redisPort: Number(new URL(redis.url).port), ...over });
  const unpaidIsShipped = rows({
    'FROM orders ORDER BY': [{ id: 'o' }],
    'SELECT status': [{ status: 'shipped' }],
    amount_minor: [{ minor: '100' }],
  });

  it('where one message is answered as two', async () => {
    const twice = await rawServer(
      'HTTP/1.1 200 OK\r\nX-Evil: 1\r\n\r\nwatertight_http_server\r\nHTTP/1.1 200 OK\r\n\r\nevil.example',
    );
    const names = broken(await smuggling.run(weakTarget(twice.url)));
    twice.close();
    expect(names).toEqual(['request smuggling', 'odd addresses', 'compressed bodies', 'headers of a proxy']);
  }, 60_000);

  it('where slow clients hold connections that others need', async () => {
    const full = await rawServer('', 20);
    const names = broken(await slowClients.run(weakTarget(full.url)));
    full.close();
    expect(names).toEqual(['half heads', 'dripping bodies']);
  }, 120_000);

  it('where clients that leave are never forgotten', async () => {
    const patient = await rawServer('');
    const { held } = await handshakes(weakTarget(patient.url));
    patient.close();
    expect(held).toBe(false);
  }, 20_000);

  it('where Redis obeys each client, and an order that it names is shipped', async () => {
    server.does(({ method }) => (method === 'POST' ? leads(orderPage) : page('')));
    expect(broken(await redisNeighbor.run(redisTarget({ environmentOf: () => ({ REDIS_URL: redis.url }) })))).toEqual([
      'Redis without a password',
      'Redis with the password of recommendations',
      'purchases while Redis is emptied',
    ]);
    expect(broken(await forgedAnswers.run(redisTarget({ query: unpaidIsShipped })))).toEqual([
      'an answer forged in Redis',
    ]);
  }, 60_000);

  it('where a job is believed', async () => {
    server.does(({ method }) => (method === 'POST' ? leads(orderPage) : page('')));
    let minor = 0;
    const query: Target['query'] = (_database, sql) =>
      Promise.resolve(
        (sql.includes('deliveries') ? [{}] : sql.includes('amount_minor') ? [{ minor: (minor += 1) }] : []) as never,
      );
    expect(broken(await forgedJobs.run(redisTarget({ query })))).toEqual([
      'a price that was never set',
      'parcels of an unpaid order',
      'an event that is acknowledged by others',
    ]);
  }, 60_000);

  it('where pages stay degraded after a lock, and a charge follows "nothing was charged"', async () => {
    const tables = {
      checkout: ['orders', 'products', 'stock', 'baskets'],
      search: ['products'],
      profile: ['sessions'],
      payment: ['charges'],
      bank: ['captures'],
      comments: ['comments'],
    };
    for (const [schema, names] of Object.entries(tables))
      await postgres.query(
        `CREATE SCHEMA ${schema}; ${names.map(name => `CREATE TABLE ${schema}.${name} ()`).join(';')}`,
      );
    const databaseUrl = (database: string) => `${postgres.url}?options=-c%20search_path%3D${database}`;
    server.does(({ path }) => (path === '/register' ? leads() : page('<section data-state="stale">')));
    expect(broken(await locks.run(weakTarget(server.url, { databaseUrl })))).toEqual([
      'locked tables',
      'connections taken',
    ]);
    server.does(({ method }) => page('Nothing was charged', method === 'POST' ? 503 : 200));
    const query = rows({
      'FROM orders ORDER BY': [{ id: 'o' }],
      'SELECT status': [{ status: 'reserved' }],
      'FROM charges': [{}],
    });
    expect(broken(await nothingCharged.run(weakTarget(server.url, { databaseUrl, query })))).toEqual([
      'charged after "nothing was charged"',
      'then another card',
    ]);
  }, 60_000);

  /** A service that says all it knows to the program that listens where another service listened. */
  const tells = async (where: string, what: string) => {
    const { status } = await ask('POST', `${where}/sessions`, { body: what, headers: { authorization: what } });
    return status > 0; // it was heard
  };

  it('where a secret is told to a program in the place of a service', async () => {
    const place = `http://127.0.0.1:${await freePort()}`;
    const TOKEN = 'the-ops-token';
    server.does(({ method }) => (method === 'POST' ? leads() : page('')));
    writeFileSync(join(folder, 'ops-token'), TOKEN, { mode: 0o644 });
    const owner = (verb = '') => {
      if (verb === 'stop') void until(() => tells(place, TOKEN), { withinMs: 3000 });
      return Promise.resolve();
    };
    const urlOf = (name: string) => (name === 'comments' ? place : server.url);
    expect(broken(await opsToken.run(weakTarget(server.url, { urlOf, owner, dataDir: folder })))).toEqual([
      'buttons without a login',
      'ops token to a stand-in',
      'variables by the supervisor',
      'files of other users',
    ]);
    const shop = await openBesideSquatter(folder, async () => {
      const { supervisor } = JSON.parse(readFileSync(join(folder, 'ports.json'), 'utf8')) as { supervisor: number };
      await tells(`http://127.0.0.1:${supervisor}`, TOKEN);
      return { opsToken: TOKEN };
    });
    expect(broken(shop.findings)).toEqual(['ops token to a squatted port']);
  }, 60_000);

  it('where a program in the place of a service is told passwords and believed', async () => {
    const place = `http://127.0.0.1:${await freePort()}`;
    server.does(({ method, path, body }) => {
      void ask('POST', `${place}/any`, { body: decodeURIComponent(body.replaceAll('+', ' ')) });
      return method === 'POST' ? leads(path === '/checkout' ? orderPage : '/account') : page('');
    });
    const query = rows({ 'SELECT status': [{ status: 'shipped' }] });
    expect(broken(await standIns.run(weakTarget(server.url, { urlOf: () => place, query })))).toEqual([
      'stand-in for profile',
      'stand-in for payment',
    ]);
  }, 60_000);

  it('where the ledger has a charge that the bank does not know', async () => {
    const query = rows({ 'FROM charges': [CAPTURED] });
    expect(
      broken(await books.run(weakTarget(server.url, { query, fallen: () => ['search ended with code 1'] }))),
    ).toEqual(['books', 'processes']);
  });
});
