import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { freePort, opsOnly, startApp, until } from '@watertight/testing';

const nowhere = Object.fromEntries(
  ['SEARCH', 'CHECKOUT', 'PROFILE', 'RECOMMENDATIONS', 'COMMENTS'].map(name => [`${name}_URL`, 'http://127.0.0.1:9']),
);
const INNER = ['/metrics', '/metrics/', '/metrics?x', '/openapi.json', '/health/details'];

describe('a service that visitors reach', () => {
  let shop: string;
  let inside: string;

  beforeAll(async () => {
    const port = await freePort();
    inside = `http://127.0.0.1:${port}`;
    ({ url: shop } = await startApp('storefront', { ...nowhere, INNER_PORT: String(port) }));
  }, 30_000);
  const statuses = (url: string, headers = {}) =>
    Promise.all(INNER.map(async path => (await fetch(url + path, { headers })).status));

  it('has no inner addresses for visitors, and has them for holders of the ops token and on its inner port', async () => {
    expect(new Set(await statuses(shop))).toEqual(new Set([404]));
    expect(new Set(await statuses(shop, { authorization: 'Bearer something-else' }))).toEqual(new Set([404]));
    expect(new Set(await statuses(shop, opsOnly))).toEqual(new Set([200]));
    expect(new Set(await statuses(inside))).toEqual(new Set([200]));
  });

  it.each(['', 'expect: the worst\r\n'])(
    'answers one request of a connection at a time at both ports, with "%s"',
    async header => {
      const many = `GET /stores HTTP/1.1\r\nhost: localhost\r\n${header}\r\n`.repeat(40);
      for (const url of [shop, inside]) {
        const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
        socket.write(many);
        expect(await text(socket).catch(() => '')).toBe('');
      }
    },
  );

  it('has its state for probes', async () => {
    expect((await fetch(`${shop}/health/live`)).status).toBe(200);
    // A process that has just stalled says for a second that it is not ready.
    await until(async () => (await fetch(`${shop}/health/ready`)).status === 200, { withinMs: 5000 });
    expect((await fetch(`${inside}/ops/state`)).status).toBe(404);
  });
});
