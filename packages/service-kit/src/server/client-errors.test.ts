import { connect } from 'node:net';
import { realPostgres, startApp, until } from '@watertight/testing';

const nowhere = Object.fromEntries(
  ['SEARCH', 'CHECKOUT', 'PROFILE', 'RECOMMENDATIONS', 'COMMENTS'].map(name => [`${name}_URL`, 'http://127.0.0.1:9']),
);

/** Sends these bytes; returns all that is answered until the connection ends. */
async function send(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  let answered = '';
  socket.on('data', data => (answered += String(data)));
  socket.write(bytes);
  await until(() => socket.destroyed, { withinMs: 5000 });
  return answered;
}

const post = (headers: string, body = '') =>
  `POST /nothing-here HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n${headers}\r\n${body}`;
const get = (target: string, headers = '') =>
  `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${headers}\r\n`;

/** What Node and fastify refuse before a feature sees it. */
const refused: [name: string, status: number, code: string, bytes: string][] = [
  ['no HTTP', 400, 'invalid-request', '*1\r\n$4\r\nINFO\r\n'],
  ['no Host', 400, 'invalid-request', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ['two lengths', 400, 'invalid-request', post('content-length: 0\r\ncontent-length: 5\r\n')],
  ['an address that is not UTF-8', 400, 'invalid-request', get('/journal/%ff')],
  ['an address without end', 414, 'uri-too-long', get(`/captures/${'a'.repeat(2000)}`)],
  ['headers of 40 kB', 431, 'headers-too-large', get('/', `cookie: a=${'b'.repeat(40_000)}\r\n`)],
  ['an expectation', 417, 'expectation-failed', post('expect: cake\r\ncontent-length: 0\r\n')],
  [
    'a chunk extension of 20 kB',
    413,
    'payload-too-large',
    post('content-type: application/json\r\ntransfer-encoding: chunked\r\n', `4;a=${'b'.repeat(20_000)}\r\n`),
  ],
];

describe('what never becomes a request', () => {
  const postgres = realPostgres();
  let bank: string;
  let shop: string;

  beforeAll(async () => {
    ({ url: bank } = await startApp('bank', { DATABASE_URL: postgres.url }));
    ({ url: shop } = await startApp('storefront', nowhere));
  }, 30_000);

  it.each(refused)('%s: answered with %i %s', async (_, status, code, bytes) => {
    const answered = await send(bank, bytes);
    expect(answered).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*content-type: application/problem\\+json`, 'i'));
    expect(answered).toContain(`"code":"${code}"`);
    expect(await send(shop, bytes.replace('/captures/', '/products/'))).toMatch(
      new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*Watertight`),
    );
  });

  it('tells a visitor with too many cookies what to do', async () => {
    expect(await send(shop, get('/', `cookie: a=${'b'.repeat(40_000)}\r\n`))).toContain(
      'Delete the cookies of this address',
    );
  });

  it('finds every address with a slash at its end, too', async () => {
    for (const path of ['/health/live/', '/basket/', '/journal/']) expect((await fetch(shop + path)).status).toBe(200);
    expect((await fetch(`${bank}/health/live/?a=b`)).status).toBe(200);
  });
});
