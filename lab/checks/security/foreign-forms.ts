import { type Attack, finding, nothingWrong, type Target } from './attack.ts';
import { Browser } from './browser.ts';
import { ask, raw } from './wire.ts';

const FORM = 'application/x-www-form-urlencoded';
const ELSEWHERE = 'https://evil.example';
const shopForms = [
  '/basket/lines',
  '/basket/lines/wt-1001',
  '/checkout',
  '/comments',
  '/sign-in',
  '/register',
  '/sign-out',
  '/xray',
];
const roomForms = [
  '/faults',
  '/faults/stop',
  '/heal',
  '/processes/comments/kill',
  '/policies/storefront/search/retry/on',
  '/services/storefront/reset',
  '/patterns/retry/on',
  '/visitors',
];

/** What a browser may send along with a form that is no form of this site. */
const foreignHeaders = (site: string): Record<string, string>[] => [
  {},
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'cross-site', origin: site },
  { 'sec-fetch-site': 'same-origin, cross-site' },
  { origin: 'null' },
  { origin: ELSEWHERE },
  { origin: 'http://127.0.0.1:9999' },
  { origin: `${site}.evil.example` },
  { origin: `${site}@evil.example` },
];

const redirects = [
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/\r\nSet-Cookie: x=1',
  '/%0d%0aSet-Cookie:%20x=1',
  '///evil.example',
];

/** Forms that a page of another site sends, with the visitor's cookies, do nothing. */
export const foreignForms: Attack = {
  name: 'foreign-forms',
  run: async target => [
    await refused(target),
    await override(target),
    await framing(target),
    await ways(target),
    await injection(target),
  ],
};

async function refused({ shop, room }: Target) {
  const through: string[] = [];
  const sites = [...shopForms.map(path => [shop, path] as const), ...roomForms.map(path => [room, path] as const)];
  for (const [site, path] of sites)
    for (const headers of foreignHeaders(site)) {
      const body = 'perSecond=10&quantity=1&productId=wt-1001';
      const { status } = await ask('POST', site + path, { headers: { 'content-type': FORM, ...headers }, body });
      // The room may refuse a request because it is not signed in, before it looks where the form comes from.
      if (status !== 403 && status !== 401) through.push(`${path} ${JSON.stringify(headers)}: ${status}`);
    }
  return nothingWrong('foreign forms', through, `${sites.length} forms × ${foreignHeaders('').length} ways: refused`);
}

async function override({ shop }: Target) {
  const headers = { 'x-http-method-override': 'POST' };
  const { status } = await ask('GET', `${shop}/sign-out?_method=POST`, { headers });
  return finding('method override', status >= 400, `GET with X-HTTP-Method-Override: POST: ${status}`);
}

async function framing({ shop, room }: Target) {
  const open: string[] = [];
  for (const site of [shop, room]) {
    const policy = String((await ask('GET', site)).headers['content-security-policy']);
    if (!policy.includes("frame-ancestors 'none'") || /script-src[^;]*(\*|'unsafe)/.test(policy)) open.push(policy);
  }
  return nothingWrong('framing', open, 'shop and control room may stand in no frame');
}

async function ways({ shop }: Target) {
  const led: string[] = [];
  for (const to of redirects) {
    const { headers } = await new Browser(shop).post('/xray', { to: 'on', from: to });
    const target = new URL(headers.location ?? '/', shop);
    if (target.origin !== shop || (headers['set-cookie']?.length ?? 0) > 1) led.push(`${to} → ${headers.location}`);
  }
  return nothingWrong('redirects', led, `${redirects.length} addresses to return to: all led into the shop`);
}

async function injection({ shop }: Target) {
  const { host } = new URL(shop);
  const head = `Host: ${host}\r\nCookie: wt_basket=%0d%0a; wt_xray=on\r\nConnection: close\r\n\r\n`;
  const heard = await raw(shop, `GET /search?q=%0d%0aX-Evil:%201 HTTP/1.1\r\n${head}`);
  return finding('header injection', !/^x-evil/im.test(heard), heard.split('\r\n')[0] ?? 'no answer');
}
