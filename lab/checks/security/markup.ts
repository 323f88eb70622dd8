import { lookUntil } from '@watertight/testing/until';
import { type Attack, finding, nothingWrong, type Target } from './attack.ts';
import { Browser } from './browser.ts';
import { ask, askJson, raw } from './wire.ts';

/** Ends every context of HTML in which a text can stand. `wtx` finds it again. */
const EVIL = `wtx"'><svg/onload=alert(1)><!--</title></textarea></template>\${7*7}{{7*7}}javascript:`;
const encoded = encodeURIComponent(EVIL);
const ARTICLE = '/journal/when-to-reef';
/** Spans are sent up to five seconds after the fact. */
const TRACE_WITHIN_MS = 8000;

const paths = [
  `/search?q=${encoded}`,
  `/search?q=a&category=${encoded}&page=${encoded}`,
  ...['products', 'stores', 'journal', 'orders', 'nowhere'].map(place => `/${place}/${encoded}`),
  ...['sign-in', 'register'].map(place => `/${place}?from=/${encoded}`),
  `/?xray&x=${encoded}`,
  `/products/two-speed-self-tailing-winch-size-40?near=${encoded}`,
];
/** Not percent-encoded: no browser sends these. */
const rawPaths = [`/search?q=wtx"'><svg/onload=alert(1)>`, `//wtx"'><b>`, `/journal?x=wtx"'>`];
/** They would change how a page is read: escape sequences, line ends, overrides of the direction of writing. */
const MISLEADING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/; // oxlint-disable-line no-control-regex -- what it finds

/** Markup, quotes and control characters in every field that is shown somewhere come back as text. */
export const markup: Attack = {
  name: 'markup',
  async run(target) {
    const broken: string[] = [];
    const look = (where: string, text: string) => broken.push(...markupIn(text).map(found => `${where}: ${found}`));
    const typed = await everyField(target, look);
    await everyAddress(target, look);
    return [
      nothingWrong('markup', broken, `nothing came back as markup: ${paths.length} addresses, ${typed} forms, traces`),
      await characters(target),
      await spans(target),
    ];
  },
};

const markupIn = (text: string): string[] =>
  [...text.matchAll(/wtx(.{0,12})/gs)]
    .filter(([, after = '']) => /^["'<>]|^&(?!quot;|#39;|amp;|lt;|gt;)/.test(after))
    .map(([found]) => JSON.stringify(found));

type Look = (where: string, text: string) => void;

async function everyAddress(target: Target, look: Look): Promise<void> {
  const { shop, room } = target;
  const browser = new Browser(shop);
  for (const path of paths) look(path.slice(0, 20), (await browser.get(path)).text);
  const traces: string[] = [];
  for (const path of rawPaths) {
    const heard = await raw(shop, `GET ${path} HTTP/1.1\r\nHost: ${new URL(shop).host}\r\nConnection: close\r\n\r\n`);
    look(`raw ${path.slice(0, 20)}`, heard);
    traces.push(/traceparent;desc="?00-([0-9a-f]{32})/.exec(heard)?.[1] ?? 'none');
  }
  for (const id of traces) {
    const read = () => target.roomPage(`/traces/${id}`);
    const { seen } = await lookUntil(read, page => page.includes('wtx'), {
      withinMs: TRACE_WITHIN_MS * target.patience,
      everyMs: 500,
    });
    look('a trace', seen);
  }
  look('control room ?at', await target.roomPage(`/?at=${encoded}`));
  look('control room', (await ask('GET', `${room}/?at=${encoded}`, { headers: { accept: 'text/html' } })).text);
}

/** Returns how many forms were sent. */
async function everyField({ shop, room }: Target, look: Look): Promise<number> {
  const browser = new Browser(shop);
  look('register', (await browser.register({ name: EVIL })).answer.text);
  const comment = { ...(await browser.form(ARTICLE, '/comments')), text: EVIL };
  await browser.add('wt-1001');
  const address = { name: EVIL, street: EVIL, city: EVIL, country: EVIL };
  const forms: [path: string, fields: Record<string, string>][] = [
    ['/comments', comment],
    ['/comments', { subject: EVIL, from: `/${EVIL}`, text: '', idempotencyKey: EVIL }],
    ['/sign-in', { email: EVIL, password: EVIL, from: EVIL }],
    ['/register', { email: EVIL, name: EVIL, password: 'x', from: EVIL }],
    ['/basket/lines', { productId: EVIL, quantity: EVIL }],
    [`/basket/lines/${encoded}`, { quantity: EVIL }],
    ['/checkout', { idempotencyKey: EVIL, priceVersions: EVIL, cardToken: EVIL, ...address }],
  ];
  for (const [path, fields] of forms) look(path, (await browser.post(path, fields)).text);
  look('article', (await new Browser(shop).get(ARTICLE)).text);
  const bought = await browser.pay({ name: EVIL, street: EVIL, city: EVIL });
  look('order', (await browser.get(bought.headers.location ?? '/')).text);
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ service: 'search', kind: 'slow', [EVIL]: EVIL, 'match.route': EVIL }).toString();
  look('control room, fault', (await ask('POST', `${room}/faults`, { headers, body })).text);
  return forms.length + 3;
}

async function characters({ shop }: Target) {
  const names = { escape: 'a\u001b[31mb', bell: 'a\u0007b', rightToLeft: 'a\u202eb', isolate: 'a\u2066b', nul: 'a\0b' };
  const shown: string[] = [];
  for (const [what, name] of Object.entries(names)) {
    const browser = new Browser(shop);
    const { answer } = await browser.register({ name });
    if (answer.status === 303 && MISLEADING.test((await browser.get('/account')).text)) shown.push(what);
  }
  return nothingWrong('misleading characters', shown, `${Object.keys(names).length} names: refused, or shown without`);
}

async function spans({ room }: Target) {
  const span = {
    traceId: 'ab'.repeat(16),
    spanId: '12'.repeat(8),
    name: EVIL,
    startTimeUnixNano: '1',
    endTimeUnixNano: '2',
  };
  const { status } = await askJson('POST', `${room}/v1/traces`, {
    resourceSpans: [{ scopeSpans: [{ spans: [span] }] }],
  });
  return finding('forged spans', status >= 400, `POST /v1/traces without a token: ${status}`);
}
