import { connect, type Socket } from 'node:net';
import { until } from '@watertight/testing';
import Fastify from 'fastify';
import { lifecycle } from './lifecycle.ts';
import { installRequestHooks } from '../request/request-hooks.ts';

/** More than the kernel keeps for a client that does not read. */
const LARGE = 'x'.repeat(32 * 1024 * 1024);

describe('an answer that its client does not read', () => {
  const fastify = Fastify();
  let url: URL;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    lifecycle.phase = 'running';
    installRequestHooks(fastify, {
      public: true,

      checkCaller: () => undefined,
      believes: () => true,
      maxInFlight: 2,
    });
    fastify.get('/large', () => LARGE);
    fastify.get('/small', () => 'here');
    url = new URL(await fastify.listen());
  });
  afterEach(() => sockets.splice(0).forEach(socket => socket.destroy()));
  afterAll(() => fastify.close());

  /** Asks so often on one connection, and reads nothing. */
  function ask(path: string, times: number): Socket {
    const socket = connect(Number(url.port), url.hostname).on('error', () => {});
    sockets.push(socket);
    socket.write(`GET ${path} HTTP/1.1\r\nhost: here\r\n\r\n`.repeat(times));
    return socket;
  }
  const status = async () => (await fetch(new URL('/small', url))).status;

  it('holds a permit for 5 to 10 s', async () => {
    ask('/large', 1);
    ask('/large', 1);
    await until(async () => (await status()) === 503, { withinMs: 2000 });
    const startMs = performance.now();
    await until(async () => (await status()) === 200, { withinMs: 14_000 });
    expect(performance.now() - startMs).toBeGreaterThan(4000);
  }, 20_000);

  it('gives back the permits of all requests that were sent together when the connection ends', async () => {
    const socket = ask('/large', 3);
    await until(async () => (await status()) === 503, { withinMs: 2000 });
    socket.destroy();
    await until(async () => (await status()) === 200, { withinMs: 2000 });
    // Two are free, not one.
    ask('/large', 1);
    expect(await status()).toBe(200);
  });
});
