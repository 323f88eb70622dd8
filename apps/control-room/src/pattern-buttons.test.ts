import {
  type Answer,
  answer,
  type AppProcess,
  fakeServer,
  type SeenRequest,
  startApp,
  until,
} from '@watertight/testing';
import { roomFetch } from './room-fetch.fixture.ts';

const counts = { calls: 7, ok: 5, retriedOk: 0, failed: 1, refused: 1, ignored: 0, timedOut: 0, fallback: 0 };
const HOSTILE = `"><script>alert(1)</script>\r\ndata: /../é`;

/** A service with two policies, one of whose name no sane service has, and two patterns that can be switched: one is its own. */
class SwitchedService {
  breaker = true;
  coordination = true;
  resets = 0;

  readonly answers = ({ method, path, body }: SeenRequest): Answer => {
    if (path === '/ops/reset') this.resets += 1;
    if (path === '/ops/reset') return answer.json(null, { status: 204 });
    if (method === 'PATCH' && path !== '/ops/patterns/bank' && path !== '/ops/patterns') {
      const detail = 'No policy has this name; here are bank.';
      const problem = { type: 'urn:x', title: 'Policy not found', status: 404, detail, code: 'policy-not-found' };
      return answer.json(problem, { status: 404 });
    }
    if (method === 'PATCH') Object.assign(this, JSON.parse(body));
    const bank = {
      service: 'bank',
      switches: { breaker: this.breaker },
      numbers: { failuresToOpen: 5, probes: 3, successesToClose: 2 },
    };
    const hostile = { service: HOSTILE, switches: { breaker: true }, numbers: {} };
    const closed = { state: 'closed', failuresInRow: 2, retryInMs: 0 };
    const answered = path === '/ops/state?follow' ? answer.lines : answer.json;
    return answered({
      service: 'payment',
      ready: true,
      pipelines: [
        { name: 'bank', breaker: closed, counts },
        { name: HOSTILE, counts },
        { name: 'constructor', counts },
      ],
      patterns: { coordination: this.coordination },
      policies: { bank, [HOSTILE]: hostile },
      faults: [],
    });
  };
}

describe('the switches of the control room', () => {
  let service: SwitchedService;
  const payment = fakeServer(request => service.answers(request));
  const dead = fakeServer();
  const silent = fakeServer(answer.nothing);
  let room: AppProcess;

  beforeAll(async () => {
    service = new SwitchedService();
    const names = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'RECOMMENDATIONS'];
    room = await startApp('control-room', {
      ...Object.fromEntries(names.map(name => [`${name}_URL`, dead.url])),
      PAYMENT_URL: payment.url,
      COMMENTS_URL: dead.url,
      BANK_URL: silent.url,
    });
  }, 30_000);
  beforeEach(async () => {
    service = new SwitchedService();
    await dead.close();
  });

  const press = (path: string, headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' }) =>
    roomFetch(room.url + path, { method: 'POST', headers, redirect: 'manual' });
  const changes = () => payment.requests.filter(({ method }) => method !== 'GET');
  const shown = async () => (await roomFetch(`${room.url}/policies`)).text();

  it('turn one pattern of one policy, and go back to its place on the screen', async () => {
    await shown(); // a reading that serves others for a while
    const pressed = await press('/policies/payment/bank/breaker/off');
    expect({ status: pressed.status, to: pressed.headers.get('location') }).toEqual({
      status: 303,
      to: '/policies#payment.bank',
    });
    expect(changes().map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
      ['PATCH', '/ops/patterns/bank', { breaker: false, forMs: 600_000 }], // it comes back by itself
    ]);
    expect(await shown()).toContain('action="/policies/payment/bank/breaker/on"'); // the page that the answer leads to already shows it
    const { services } = (await (await roomFetch(`${room.url}/api/state`)).json()) as {
      services: { name: string; pipelines: { switches: object }[] }[];
    };
    expect(services.find(({ name }) => name === 'payment')?.pipelines[0]?.switches).toEqual({ breaker: false });
  });

  it('come to the same pressed twice, and by two people at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => press('/policies/payment/bank/breaker/off')));
    expect(all.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(service.breaker).toBe(false);
    const mixed = ['on', 'off', 'on', 'off'].map(to => press(`/policies/payment/bank/breaker/${to}`));
    expect((await Promise.all(mixed)).map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    await press('/policies/payment/bank/breaker/on');
    expect(service.breaker).toBe(true);
  });

  it.each([
    ['breaker', { breaker: false }],
    ['coordination', { coordination: false }],
    ['all', { breaker: false, coordination: false }],
    ['retry', undefined],
  ])('turn %s in every service that has it, and in no other', async (pattern, body) => {
    await until(async () => (await shown()).includes('action="/policies/payment/bank'), { withinMs: 3000 });
    const pressed = await press(`/patterns/${pattern}/off`);
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/#patterns']);
    expect(changes().map(({ path, body: sent }) => [path, JSON.parse(sent)])).toEqual(
      body === undefined ? [] : [['/ops/patterns', { ...body, forMs: 600_000 }]],
    );
  });

  it.each(['/patterns/melt/off', '/patterns/breaker/sideways'])('refuse %s', async path => {
    expect((await press(path)).status).toBe(400);
    expect(changes()).toEqual([]);
  });

  it('bring people back to what they had selected, and nowhere else', async () => {
    const from = (referer: string) =>
      roomFetch(`${room.url}/patterns/retry/on`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', referer },
        redirect: 'manual',
      });
    const to = async (referer: string) => (await from(referer)).headers.get('location');
    expect(await to(`${room.url}/?at=payment.bank`)).toBe('/?at=payment.bank#patterns');
    expect(await to(`${room.url}/?at=%22%3E%0d%0aset-cookie`)).toBe('/?at=storefront.checkout#patterns');
    expect(await to('not an address')).toBe('/#patterns');
  });

  it('restart the patterns of one service', async () => {
    const pressed = await press('/services/payment/reset');
    expect(pressed.headers.get('location')).toBe('/policies#policies-of-payment');
    expect(service.resets).toBe(1);
  });

  it('start every service that can be reached anew at once', async () => {
    const pressed = await press('/heal');
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/']);
    expect(
      changes()
        .map(({ method, path }) => `${method} ${path}`)
        .toSorted(),
    ).toEqual(['DELETE /ops/faults', 'POST /ops/reset']);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['a request without an origin', {}],
  ])('turn nothing for %s', async (_, headers) => {
    const sent = headers as Record<string, string>;
    expect((await press('/policies/payment/bank/breaker/off', sent)).status).toBe(403);
    expect((await press('/services/payment/reset', sent)).status).toBe(403);
    expect(changes()).toEqual([]);
  });

  it.each([
    ['/policies/payment/bank/braker/off', 400, 'invalid-request'],
    ['/policies/payment/bank/breaker/toggle', 400, 'invalid-request'],
    [`/policies/payment/${encodeURIComponent(HOSTILE)}/breaker/off`, 400, 'invalid-request'],
    ['/policies/payment/..%2F..%2Freset/breaker/off', 400, 'invalid-request'],
    ['/policies/payment/bnak/breaker/off', 404, 'policy-not-found'],
    ['/policies/harbour/bank/breaker/off', 404, 'service-not-found'],
    ['/services/harbour/reset', 404, 'service-not-found'],
    ['/policies/comments/any/breaker/off', 503, 'service-away'],
    ['/services/bank/reset', 504, 'service-silent'],
  ])('answer %s with %i %s, to programs and as a page to people', async (path, status, code) => {
    const program = await press(path);
    expect({ status: program.status, ...((await program.json()) as object) }).toMatchObject({ status, code });
    const person = await press(path, { 'sec-fetch-site': 'same-origin', accept: 'text/html,*/*;q=0.8' });
    expect(person.status).toBe(status);
    expect(person.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await person.text()).toMatch(/<main class="problem"><p>.{20,}<\/p>[\s\S]*Back to the control room/);
    expect(service).toMatchObject({ breaker: true, resets: 0 });
  });

  it('show a hostile name as text, in the page and on one line of an event', async () => {
    const html = await until(async () => (await shown()).includes('alert(1)') && (await shown()), { withinMs: 3000 });
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; data: /../é');
    const viewer = await roomFetch(`${room.url}/api/events?page=/policies`);
    const reader = viewer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let seen = '';
    await until(async () => (seen += (await reader.read()).value).includes('alert(1)'), { withinMs: 3000 });
    await reader.cancel();
    expect(seen).not.toMatch(/[\r\n]data: \/\.\./);
    expect(seen.split(/\r\n|\r|\n/).filter(line => line.startsWith('data: '))).toHaveLength(1);
  });
});
