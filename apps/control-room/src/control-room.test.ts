import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { roomAuthorization } from '@watertight/contracts/control-room';
import {
  answer,
  fakeServer,
  roomKeyOfTests,
  type SeenRequest,
  startApp,
  until,
  type AppProcess,
} from '@watertight/testing';
import { roomFetch } from './room-fetch.fixture.ts';

const token = 'the-ops-token-of-the-tests';
const traceId = '0af7651916cd43dd8448eb211c80319c';

const counts = { calls: 7, ok: 5, retriedOk: 0, failed: 1, refused: 1, ignored: 0, timedOut: 0, fallback: 0 };
const snapshot = {
  name: 'bank',
  bulkhead: { running: 3, waiting: 1, limit: 50, abandoned: 0 },
  timeout: { limitMs: 5000, p99Ms: null, samples: 0 },
  counts,
};
const settings = {
  service: 'payment',
  policies: { bank: { service: 'bank', switches: { bulkhead: true, timeout: true }, numbers: { afterMs: 5000 } } },
};
const comments = {
  name: 'comments',
  kind: 'app',
  pid: 4711,
  state: 'running',
  ready: true,
  port: 3006,
  restarts: 2,
  until: null,
};

describe('the control room', () => {
  const services = fakeServer(() => answer.lines({ ...settings, ready: true, pipelines: [snapshot], faults: [] }));
  const silent = fakeServer(answer.nothing);
  const supervisor = fakeServer(({ path }) =>
    path === '/processes'
      ? answer.json({ processes: [comments] })
      : answer.json({ ...comments, state: 'killed', pid: null, ready: false }),
  );
  let room: AppProcess;

  beforeAll(async () => {
    const urls = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS'].map(name => [
      `${name}_URL`,
      services.url,
    ]);
    room = await startApp('control-room', {
      ...Object.fromEntries(urls),
      BANK_URL: silent.url,
      SUPERVISOR_URL: supervisor.url,
      OPS_TOKEN: token,
      TRACES_TOKEN: 'of-spans',
    });
  }, 30_000);

  const page = async (path = '/') => (await roomFetch(room.url + path)).text();
  const press = (path: string, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
    roomFetch(room.url + path, { method: 'POST', headers, redirect: 'manual' });

  const under = async (host: string, path = '/', method = 'GET') => {
    const { hostname, port } = new URL(room.url);
    const authorization = await roomAuthorization(roomKeyOfTests, method, room.url + path);
    const headers = { authorization, host, origin: `http://${host}`, accept: 'application/json' };
    const sent = request({ hostname, port, path, method, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };

  it.each(['evil.example', 'evil.example:8081', 'localhost.evil.example', 'a b', '127.0.0.1.evil.example'])(
    'neither shows nor does anything under the name %s, which another site may point here',
    async host => {
      expect([await under(host), await under(host, '/api/state'), await under(host, '/faults/stop', 'POST')]).toEqual([
        421, 421, 421,
      ]);
      expect(await under(host, '/health/live')).toBe(421);
    },
  );

  it.each(['localhost', 'localhost:8081', 'LOCALHOST', '127.0.0.1:1', '[::1]:8081'])(
    'is shown under %s',
    async host => {
      expect(await under(host)).toBe(200);
    },
  );

  it('shows each process with its verbs, and each pipeline with its permits', async () => {
    const html = (await page('/services')) + (await page('/policies'));
    expect(html).toMatch(/comments<\/a><\/th>[\s\S]*running[\s\S]*4711[\s\S]*3006/);
    expect(html).toContain('action="/processes/comments/kill"');
    expect(html).not.toContain('action="/processes/comments/thaw"');
    expect(html).toContain('<b>3</b> of 50 in use');
    expect(html).toContain('<b>5,000 ms</b> fixed');
  });

  it.each([
    ['/services', /<caption>\s*Processes[\s\S]*Calls between services[\s\S]*Break a service/],
    ['/services/comments', /id="selected"[\s\S]*action="\/processes\/comments\/kill"[\s\S]*Break it in detail/],
    ['/services/payment', /id="policies-of-payment"[\s\S]*id="payment\.bank"/],
    ['/policies', /id="policies-of-storefront"[\s\S]*id="policies-of-bank"/],
    ['/traces', /Pages of the last minute[\s\S]*no page in the last minute/],
  ])('has the page %s, which names at its top what is broken', async (path, content) => {
    const html = await until(async () => /<form id="broken"/.test(await page(path)) && (await page(path)), {
      withinMs: 3000,
    });
    expect(html).toMatch(/<form id="broken"[^>]*action="\/heal">[\s\S]*bank silent[\s\S]*Heal everything[\s\S]*<main>/);
    expect(html).toMatch(content);
    expect(html).toContain(`data-events="/api/events?page=${path}"`);
  });

  it('leads back to the page of its own on which a button was pressed, and says 404 of an unknown service', async () => {
    const from = (path: string) =>
      press('/processes/comments/kill', { 'sec-fetch-site': 'same-origin', referer: room.url + path });
    for (const path of ['/services', '/services/comments', '/policies', '/traces'])
      expect((await from(path)).headers.get('location')).toBe(path);
    expect((await from('/services/comments/../../evil')).headers.get('location')).toBe('/');
    const unknown = await roomFetch(`${room.url}/services/harbour`);
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'service-not-found' }]);
  });

  it('asks for /ops with the token, and for the processes without it', async () => {
    // A list of processes serves all viewers for five seconds, so the first page may cause no request.
    await until(async () => (await page()) && services.requests.length > 0 && supervisor.requests.length > 0, {
      withinMs: 8000,
    });
    const followed = services.requests.filter(({ path }) => path.startsWith('/ops'));
    const tokens = (requests: readonly SeenRequest[]) =>
      new Set(requests.map(({ headers }) => headers['authorization']));
    expect(tokens(followed)).toEqual(new Set([`Bearer ${token}`]));
    expect(tokens(supervisor.requests)).toEqual(new Set([undefined]));
  });

  it('says "silent" of a service that answers nothing, within 1.5 s and beside the others', async () => {
    const startedMs = performance.now();
    const { services: seen } = (await (await roomFetch(`${room.url}/api/state`)).json()) as {
      services: { name: string; word: string }[];
    };
    expect(performance.now() - startedMs).toBeLessThan(1500);
    expect(seen.find(({ name }) => name === 'bank')?.word).toBe('silent');
    expect(seen.find(({ name }) => name === 'payment')?.word).toBe('ready');
  });

  it('presses a verb and goes back to the screen', async () => {
    const pressed = await press('/processes/comments/kill');
    expect({ status: pressed.status, to: pressed.headers.get('location') }).toEqual({ status: 303, to: '/' });
    expect(
      supervisor.requests.some(({ method, path }) => method === 'POST' && path === '/processes/comments/kill'),
    ).toBe(true);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['a request without an origin', {}],
  ])('kills nothing for %s', async (_, headers) => {
    expect((await press('/processes/comments/kill', headers as Record<string, string>)).status).toBe(403);
    expect(supervisor.requests.some(({ method }) => method === 'POST')).toBe(false);
  });

  it.each(['/processes/comments/melt', '/processes/..%2F..%2Fetc/kill', `/processes/${'x'.repeat(150)}/kill`])(
    'refuses %s by name of the field',
    async path => {
      const refused = await press(path);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({
        code: 'invalid-request',
        errors: [{ field: expect.stringMatching(/name|verb/) }],
      });
    },
  );

  it('sends what has changed as events', async () => {
    const viewer = await roomFetch(`${room.url}/api/events?page=/services`);
    const reader = viewer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    await until(async () => (seen += (await reader.read()).value).includes('<div id="processes"'), {
      withinMs: 3000,
    });
    await reader.cancel();
  });

  it('mounts the trace store: a trace comes in, and people and programs read it', async () => {
    const span = {
      traceId,
      spanId: 'b7ad6b7169203331',
      name: '<b>page</b>',
      startTimeUnixNano: '1700000000000000000',
      endTimeUnixNano: '1700000000012000000',
    };
    const send = (body: string) =>
      roomFetch(`${room.url}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer of-spans' },
        body,
      });
    const sent = await send(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));
    expect(sent.status).toBe(200);
    expect((await send('null')).status).toBe(400);
    const answered = await (await roomFetch(`${room.url}/api/traces/${traceId}`)).json();
    expect(answered).toMatchObject({ data: [{ traceID: traceId, spans: [{ duration: 12_000 }] }] });
    expect(await (await roomFetch(`${room.url}/traces/${traceId}`)).text()).toContain('&lt;b&gt;page&lt;/b&gt;');
  });

  it('answers with a problem for a trace that is not known, and for what is no trace id', async () => {
    const unknown = await roomFetch(`${room.url}/api/traces/${'1'.repeat(32)}`);
    expect([unknown.status, await unknown.json()]).toEqual([404, expect.objectContaining({ code: 'trace-not-found' })]);
    expect((await roomFetch(`${room.url}/api/traces/not-a-trace`)).status).toBe(400);
    expect((await roomFetch(`${room.url}/traces/not-a-trace`)).status).toBe(400);
  });

  it('ends at once although a page is open', async () => {
    const viewer = await roomFetch(`${room.url}/api/events`);
    const startedMs = performance.now();
    expect((await room.stop()).code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(3000);
    await viewer.body?.cancel();
  });
});
