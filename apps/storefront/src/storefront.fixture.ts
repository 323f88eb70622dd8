import { request } from 'node:http';
import { type Answer, type AppProcess, fakeServer, startApp, until } from '@watertight/testing';
import * as fakes from './fake-services.fixture.ts';

/** A page as a browser's network panel sees it. */
export interface Seen {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
  /** From the click to the first byte of the body, and to its last. */
  readonly firstByteMs: number;
  readonly completeMs: number;
  /** The bytes of the body in the pieces in which they came. */
  readonly pieces: readonly Buffer[];
}

type Headers = Record<string, string>;

/** The real storefront as a process, between fake services on loopback. */
export function storefront(env: Record<string, string> = {}) {
  const usualCheckout = fakes.checkout();
  const services = {
    search: fakeServer(fakes.search),
    checkout: fakeServer(usualCheckout),
    profile: fakeServer(fakes.profile),
    recommendations: fakeServer(fakes.recommendations),
    comments: fakeServer(fakes.comments),
  };
  const running = { app: undefined as unknown as AppProcess };
  const start = async (more: Record<string, string> = {}) => {
    const urls = Object.entries(services).map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url]);
    running.app = await startApp('storefront', { ...Object.fromEntries(urls), ...env, ...more });
  };
  beforeAll(async () => {
    await start();
    // It asks for its bestsellers by itself; after that, what a test sees was asked by the test.
    await until(() => services.search.requests.some(({ path }) => path.includes('wt-1900')), { withinMs: 5_000 });
  }, 90_000);

  const get = (path: string, headers: Headers = {}) => ask(running.app.url + path, 'GET', headers);
  const post = (path: string, fields: Headers, headers: Headers = {}) =>
    ask(
      running.app.url + path,
      'POST',
      { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
      new URLSearchParams(fields).toString(),
    );
  const hangUp = (path: string, fields: Headers, headers: Headers, isTime: () => boolean) =>
    leave(running.app.url + path, fields, headers, isTime);
  /** Checkout goes on as before, but for the placing of orders. */
  const ordersAnswer = (instead: Answer) =>
    services.checkout.does(seen => (seen.path === '/orders' ? instead : usualCheckout(seen)));
  return { services, running, start, get, post, hangUp, ordersAnswer };
}

/** Sends a form, and ends the connection as soon as `isTime`, before the answer. */
async function leave(url: string, fields: Headers, headers: Headers, isTime: () => boolean): Promise<void> {
  const leaving = new AbortController();
  const sent = fetch(url, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    body: new URLSearchParams(fields),
    signal: leaving.signal,
  });
  await until(isTime, { withinMs: 5_000 });
  leaving.abort();
  await sent.catch(() => undefined); // it was we who left
}

/** One request on a connection of its own. */
export function ask(url: string, method: string, headers: Headers, body = ''): Promise<Seen> {
  const { promise, resolve, reject } = Promise.withResolvers<Seen>();
  const clickedAtMs = performance.now();
  const outgoing = request(url, { method, headers, agent: false }, response => {
    const pieces: Buffer[] = [];
    let firstByteMs = NaN;
    response.on('data', (piece: Buffer) => {
      if (pieces.length === 0) firstByteMs = performance.now() - clickedAtMs;
      pieces.push(piece);
    });
    response.once('error', reject);
    response.once('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(pieces).toString(),
        firstByteMs,
        completeMs: performance.now() - clickedAtMs,
        pieces,
      }),
    );
  });
  outgoing.once('error', reject).end(body);
  return promise;
}

export interface SeenSection {
  readonly state: string;
  /** What it says, without its markup. */
  readonly text: string;
  readonly markup: string;
}

/** The sections of a page by id. @throws Error for one that occurs twice, or not in its own slot */
export function sectionsOf({ body }: Seen): Record<string, SeenSection> {
  const sections: Record<string, SeenSection> = {};
  for (const [, id = '', slot, state = '', markup = ''] of body.matchAll(
    /<section id="([^"]*)" slot="([^"]*)" data-state="([^"]*)">(.*?)<\/section>/gs,
  )) {
    if (id !== slot || sections[id] !== undefined) throw new Error(`section ${id} stands twice, or in slot ${slot}`);
    sections[id] = { state, text: textOf(markup), markup };
  }
  return sections;
}

const textOf = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The value of a hidden field. */
export const hidden = ({ body }: Seen, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';

/** What a browser would send back. */
export function cookieOf({ headers }: Seen): string {
  return (headers['set-cookie'] as string[] | undefined)?.map(each => each.split(';')[0]).join('; ') ?? '';
}

export const signedIn = { cookie: `wt_session=${fakes.adasToken}; wt_basket=11111111-1111-4111-8111-111111111111` };
