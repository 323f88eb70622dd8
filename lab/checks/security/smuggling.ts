import { gzipSync } from 'node:zlib';
import { type Attack, finding, nothingWrong, type Target } from './attack.ts';
import { ask, raw, statusesIn } from './wire.ts';

const SECRET = 'GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n';
const form = (host: string) =>
  `Host: ${host}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n`;

/** Requests whose end two readers would see at different places; the second one would be the attacker's. */
const ambiguous = (host: string): Record<string, string> => {
  const post = `POST /xray HTTP/1.1\r\n${form(host)}`;
  return {
    'CL.TE': `${post}Content-Length: ${5 + SECRET.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SECRET}`,
    'TE.CL': `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n2\r\na=\r\n0\r\n\r\n${SECRET}`,
    'two CL': `${post}Content-Length: 0\r\nContent-Length: ${SECRET.length}\r\n\r\n${SECRET}`,
    'CL list': `${post}Content-Length: 0, ${SECRET.length}\r\n\r\n${SECRET}`,
    'CL plus': `${post}Content-Length: +0\r\n\r\n${SECRET}`,
    'TE unknown': `${post}Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n${SECRET}`,
    'TE twice': `${post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${SECRET}`,
    'space before colon': `${post}Content-Length : ${SECRET.length}\r\n\r\n${SECRET}`,
    'bare LF': `GET / HTTP/1.1\nHost: ${host}\nX: y\n\n`,
    'bare CR': `GET / HTTP/1.1\r\nHost: ${host}\r\nX: y\rContent-Length: 3\r\n\r\n`,
    folded: `GET / HTTP/1.1\r\nHost: ${host}\r\nX: y\r\n Content-Length: 3\r\n\r\n`,
    'no host': 'GET / HTTP/1.1\r\n\r\n',
    'long chunk extension': `${post}Transfer-Encoding: chunked\r\n\r\n4;a=${'b'.repeat(20_000)}\r\nto=o\r\n0\r\n\r\n`,
    Redis: '*1\r\n$4\r\nINFO\r\n',
  };
};

const oddPaths = [
  '/../../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/look-..%2f..%2fetc%2fpasswd.css',
  '/%00',
  '/%ff',
  '//',
  '/basket/../ops/state',
  '/ops%2fstate',
  '//ops/state',
  '/%6fps/state',
  '/OPS/state',
  '/metrics',
  '/openapi.json',
  '/journal/__proto__',
  '/stores/constructor',
  `/${'a/'.repeat(5000)}`,
  '/search?q[__proto__]=1&__proto__[x]=1&constructor[prototype][y]=1',
  `/search?page=${'9'.repeat(400)}`,
  '/search?q=%ED%A0%80',
];
const forwarded =
  'X-Forwarded-Host: evil.example\r\nX-Original-URL: /ops/state\r\nX-Rewrite-URL: /metrics\r\nForwarded: host=evil.example\r\n';

/** What the protocol itself allows an attacker: two requests in one, odd addresses, bodies that grow, headers of a proxy. */
export const smuggling: Attack = {
  name: 'smuggling',
  run: async target => [
    await twoInOne(target),
    await addresses(target),
    await bombs(target),
    await headersOfProxies(target),
  ],
};

async function twoInOne({ shop, room }: Target) {
  const taken: string[] = [];
  for (const site of [shop, room]) {
    for (const [name, bytes] of Object.entries(ambiguous(new URL(site).host))) {
      const statuses = statusesIn(await raw(site, bytes, 700));
      if (/[235]\d\d/.test(statuses)) taken.push(`${name}: ${statuses}`);
    }
  }
  return nothingWrong('request smuggling', taken, '14 broken messages at shop and control room: refused or closed');
}

async function addresses({ shop }: Target) {
  const wrong: string[] = [];
  for (const path of oddPaths) {
    const heard = await raw(
      shop,
      `GET ${path} HTTP/1.1\r\nHost: ${new URL(shop).host}\r\nConnection: close\r\n\r\n`,
      4000,
    );
    const isOpen = /root:x:0|watertight_http_server|"openapi"|"pipelines"/.test(heard);
    if (isOpen || /5\d\d|nothing/.test(statusesIn(heard))) wrong.push(`${path.slice(0, 30)}: ${statusesIn(heard)}`);
  }
  return nothingWrong(
    'odd addresses',
    wrong,
    `${oddPaths.length} addresses: no file, no inner page, no error of the server`,
  );
}

async function bombs({ shop }: Target) {
  const bomb = gzipSync(Buffer.alloc(60_000_000, 'a'));
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
  const sent = { headers: { ...headers, 'content-encoding': 'gzip' }, body: bomb };
  const { status } = await ask('POST', `${shop}/xray`, sent);
  const page = await ask('GET', shop);
  return finding(
    'compressed bodies',
    status >= 400 && status < 500 && page.status === 200,
    `60 MB in ${Math.round(bomb.length / 1000)} kB: ${status}; home ${page.status}`,
  );
}

async function headersOfProxies({ shop }: Target) {
  const trace = '1'.repeat(32);
  const head = `Host: ${new URL(shop).host}\r\n${forwarded}traceparent: 00-${trace}-${'2'.repeat(16)}-01\r\nConnection: close\r\n\r\n`;
  const heard = await raw(shop, `GET / HTTP/1.1\r\n${head}`, 4000);
  const believed = [/evil\.example/, new RegExp(trace), /"pipelines"|watertight_http/].filter(sign => sign.test(heard));
  const observed =
    believed.length === 0 ? 'X-Forwarded-*, Forwarded, X-Original-URL, traceparent: ignored' : believed.join(' ');
  return finding('headers of a proxy', believed.length === 0 && statusesIn(heard) === '200', observed);
}
