import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../config.ts';
import { ArgumentError, readArguments } from './arguments.ts';
import { environmentOf, type Env, type Wiring } from './environment.ts';
import { instances, stopWaves } from './process-table.ts';
import { noteworthy } from './users-environment.ts';

const all = instances({ replicas: new Map([['payment', 2]]), twin: true });
const wiring: Wiring = {
  instances: all,
  roomKey: 'the room key',
  supervisorSocket: '/checkout/.data/supervisor.sock',
  opsToken: 'token',
  identityHome: '/keys',
  tracesToken: 'of-spans',
  databaseUrls: { payment: 'postgres://payment', checkout: 'postgres://checkout' },
  queueKeys: { checkout: 'key-of-checkout', search: 'key-of-search', recommendations: 'key-of-recommendations' },
  redisUrls: { checkout: 'redis://checkout', payment: 'redis://payment' },
};
const environment = (name: string, users: Env = {}) =>
  environmentOf(
    all.find(each => each.name === name)!,
    wiring,
    users,
  );

describe('the environment of a process', () => {
  it('names the replicas of whom it calls, and nobody else', () => {
    const env = environment('checkout');
    expect(env).toMatchObject({
      PORT: '3002',
      HOST: '127.0.0.1',
      PAYMENT_URL: 'https://127.0.0.1:3004,https://127.0.0.1:3104',
      DATABASE_URL: 'postgres://checkout',
      REDIS_URL: 'redis://checkout',
      OPS_TOKEN: 'token',
      IDENTITY: '/keys/checkout',
      OTEL_SERVICE_NAME: 'checkout',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:8081',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'authorization=Bearer%20of-spans',
      TRACE_URL: 'http://localhost:8081/traces/{traceId}',
      NODE_ENV: 'development',
      SEED: 'demo',
      FAULTS: 'on',
    });
    expect(
      Object.keys(env)
        .filter(name => name.endsWith('_URL'))
        .toSorted(),
    ).toEqual(['DATABASE_URL', 'PAYMENT_URL', 'REDIS_URL', 'TRACE_URL']);
  });

  it('gives replicas a port each and one database', () => {
    expect(environment('payment-2')).toMatchObject({
      PORT: '3104',
      DATABASE_URL: 'postgres://payment',
      REDIS_URL: 'redis://payment',
    });
  });

  it('gives no database to those that own none, and the supervisor to the control room only', () => {
    expect(environment('storefront')['DATABASE_URL']).toBeUndefined();
    expect(environment('storefront')['SUPERVISOR_URL']).toBeUndefined();
    expect(environment('storefront')['CONTROL_ROOM_URL']).toBe('http://localhost:8081');
    expect(environment('control-room')).toMatchObject({
      ROOM_KEY: 'the room key',
      SUPERVISOR_URL: 'unix:/checkout/.data/supervisor.sock',
      TWIN_URL: 'https://127.0.0.1:8082',
      STOREFRONT_URL: 'https://127.0.0.1:8080',
      VISITORS_URL: 'https://127.0.0.1:3009',
    });
  });

  it('gives each service that works off queues its own key, and checkout all', () => {
    const keysOf = (name: string) =>
      Object.entries(environment(name)).filter(([variable]) => variable.endsWith('QUEUE_KEY'));
    expect(Object.fromEntries(keysOf('checkout'))).toEqual({
      QUEUE_KEY: 'key-of-checkout',
      SEARCH_QUEUE_KEY: 'key-of-search',
      RECOMMENDATIONS_QUEUE_KEY: 'key-of-recommendations',
    });
    expect(Object.fromEntries(keysOf('search'))).toEqual({ QUEUE_KEY: 'key-of-search' });
    expect(keysOf('payment')).toEqual([]);
    expect(environment('payment')['REDIS_URL']).not.toBe(environment('checkout')['REDIS_URL']);
    expect(environment('bank')['REDIS_URL']).toBeUndefined();
  });

  it('gives the visitors both storefronts, and what they compare', () => {
    expect(environment('visitors')).toMatchObject({
      STOREFRONT_URL: 'http://127.0.0.1:8080',
      TWIN_URL: 'http://127.0.0.1:8082',
      CHECKOUT_URL: 'https://127.0.0.1:3002',
      BANK_URL: 'https://127.0.0.1:3007',
      VISITORS_PER_SECOND: '10',
    });
    expect(environment('visitors')['SUPERVISOR_URL']).toBeUndefined();
  });

  it('gives the twin a port of its own and no patterns, and nobody else less of them', () => {
    expect(environment('storefront-twin')).toMatchObject({
      PORT: '8082',
      PATTERNS: 'off',
      SEARCH_URL: 'https://127.0.0.1:3001',
    });
    expect(environment('storefront')['PATTERNS']).toBeUndefined();
  });

  it('takes from the user what is theirs to say, and not what would cross the wires', () => {
    const users = {
      LOG_LEVEL: 'debug',
      DATABASE_URL: 'postgres://mine',
      PORT: '1',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://jaeger',
    };
    const env = environment('search', { ...users, TRACE_URL: 'http://jaeger/{traceId}' });
    expect(env).toMatchObject({
      LOG_LEVEL: 'debug',
      PORT: '3001',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://jaeger',
      TRACE_URL: 'http://jaeger/{traceId}',
    });
    expect(env['DATABASE_URL']).toBeUndefined();
    expect(env).not.toHaveProperty('OTEL_EXPORTER_OTLP_TRACES_HEADERS'); // the token is nothing for their collector
  });

  it('takes every setting of the reference, and nothing that is meant for other programs', () => {
    const reference = readFileSync(join(root, 'docs/reference/variables.md'), 'utf8');
    const documented = [...reference.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name);
    expect(documented).toContain('LEASE_MS');
    const users = Object.fromEntries(documented.map(name => [name, "the user's"]));
    const env = environment('search', users);
    const lost = documented.filter(name => env[name] === undefined);
    // The wiring sets these, where a process has them at all. One INNER_PORT cannot be the port of several processes; the token of
    // spans and the key of its links are the control room's, and the keys of other services are checkout's.
    expect(lost.filter(name => !/_(URL|QUEUE_KEY)$/.test(name))).toEqual(['INNER_PORT', 'ROOM_KEY', 'TRACES_TOKEN']);

    const foreign = {
      HTTP_PROXY: 'http://proxy:3128',
      https_proxy: 'http://proxy:3128',
      NODE_USE_ENV_PROXY: '1',
      NODE_OPTIONS: '--openssl-legacy-provider',
      NODE_PATH: '/elsewhere',
      PGHOST: 'elsewhere',
      PGSSLMODE: 'require',
      OTEL_SERVICE_NAME: 'another',
      DEBUG: '*',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ANOTHER_URL: 'http://another',
    };
    const got = environment('search', foreign);
    expect(got['OTEL_SERVICE_NAME']).toBe('search');
    expect(Object.keys(foreign).filter(name => got[name] !== undefined)).toEqual(['OTEL_SERVICE_NAME']);
  });

  it("reports what the user's shell changes about the shop", () => {
    expect(noteworthy({ PATH: '/usr/bin' })).toEqual([]);
    expect(noteworthy({ NODE_ENV: 'production', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://jaeger:4318' })).toEqual([
      ['faults', expect.stringContaining('unset NODE_ENV')],
      ['traces', expect.stringContaining('http://jaeger:4318')],
    ]);
  });

  it('never switches faults on in production', () => {
    expect(environment('search', { NODE_ENV: 'production', FAULTS: 'on' })).toMatchObject({ NODE_ENV: 'production' });
    expect(environment('search', { NODE_ENV: 'production', FAULTS: 'on' })['FAULTS']).toBeUndefined();
  });
});

describe('closing the shop', () => {
  it('stops callers before those they call', () => {
    const waves = stopWaves(all).map(wave => wave.map(({ name }) => name));
    expect(waves).toEqual([
      ['control-room'],
      ['visitors'],
      ['storefront', 'storefront-twin'],
      ['search', 'checkout', 'profile', 'recommendations', 'comments'],
      ['payment', 'payment-2'],
      ['bank'],
    ]);
  });
});

describe('npm start -- --replicas and --ports', () => {
  it('reads one or several', () => {
    expect(readArguments([])).toEqual({ replicas: new Map(), ports: new Map(), twin: false });
    expect(readArguments(['--', '--replicas', 'payment=2', '--twin'])).toEqual({
      replicas: new Map([['payment', 2]]),
      ports: new Map(),
      twin: true,
    });
    expect([...readArguments(['--ports', 'storefront=9080,search=9090']).ports]).toEqual([
      ['storefront', 9080],
      ['search', 9090],
    ]);
    expect([...readArguments(['--replicas=payment=2,search=3']).replicas]).toEqual([
      ['payment', 2],
      ['search', 3],
    ]);
  });

  it.each([
    ['--replica', 'payment=2'],
    ['--replicas'],
    ['--replicas', 'pay=2'],
    ['--replicas', 'payment=0'],
    ['--replicas', 'control-room=2'],
    ['--replicas', 'payment'],
    ['--ports', 'storefront'],
    ['--ports', 'storefront=0'],
    ['--ports', 'storefront=70000'],
  ])('refuses %s %s with a sentence', (...args) => {
    expect(() => readArguments(args)).toThrow(ArgumentError);
  });
});
