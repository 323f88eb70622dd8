import { type AppProcess, fakeServer, opsOnly, realPostgres, startApp, until } from '@watertight/testing';
import { roomFetch } from './room-fetch.fixture.ts';

describe('the faults of the control room', () => {
  const postgres = realPostgres();
  const dead = fakeServer();
  let comments: AppProcess;
  let room: AppProcess;

  beforeAll(async () => {
    comments = await startApp('comments', { DATABASE_URL: postgres.url, FAULTS: 'on' });
    const names = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'BANK'];
    const elsewhere = Object.fromEntries(names.map(name => [`${name}_URL`, dead.url]));
    room = await startApp('control-room', { ...elsewhere, COMMENTS_URL: comments.url });
  }, 30_000);
  beforeEach(() => dead.close());
  afterEach(() => send('/faults/stop'));

  const send = (path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) =>
    roomFetch(room.url + path, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  const shown = async () => (await roomFetch(`${room.url}/services`)).text();
  const on = async () => {
    const response = await fetch(`${comments.url}/ops/faults`, { headers: opsOnly });
    return ((await response.json()) as { faults: Record<string, unknown>[] }).faults;
  };
  const visit = () => fetch(`${comments.url}/comments?subject=product:wt-1001`);

  it('break a service by a form, show how long still and how often, and mend it', async () => {
    const pressed = await send('/faults', {
      service: 'comments',
      kind: 'error',
      status: '503',
      percent: '',
      forMs: '60000',
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/']);
    expect((await visit()).status).toBe(503);
    const row = /<tr id="fault-comments-room-error">(?:(?!<\/tr>).)*1 ×.*?<\/tr>/;
    const text = await until(async () => row.exec(await shown())?.[0], { withinMs: 3000 });
    expect(text).toMatch(/status 503.*all.*1 ×.*data-left-ms="5\d{4}">\d\d s</);
    expect((await send('/services/comments/faults/room-error/stop')).status).toBe(303);
    expect((await visit()).status).toBe(200);
    expect((await send('/services/comments/faults/room-error/stop')).status).toBe(303); // twice, or in two tabs
    await until(async () => (await shown()).includes('No fault is on.'), { withinMs: 3000 });
  });

  it('begin anew when they are pressed twice, and strike only the requests that match', async () => {
    await send('/faults', { service: 'comments', kind: 'hang', 'match.caller': 'storefront', percent: '50' });
    await send('/faults', { service: 'comments', kind: 'hang', 'match.caller': 'checkout', percent: '12.5' });
    expect(await on()).toMatchObject([{ kind: 'hang', percent: 12.5, match: { caller: 'checkout' } }]);
    await until(async () => (await shown()).includes('12.5 %, checkout'), { withinMs: 3000 });
  });

  it('are slow by two seconds unless the form says how slow, and all end at once', async () => {
    await send('/faults', { service: 'comments', kind: 'slow' });
    await send('/faults', { service: 'comments', kind: 'slow-after', p50Ms: '100', p99Ms: '900' });
    expect(await on()).toMatchObject([
      { delayMs: 2000, forMs: 30_000 },
      { p50Ms: 100, p99Ms: 900 },
    ]);
    expect((await send('/faults/stop')).status).toBe(303); // though seven services are dead
    expect(await on()).toEqual([]);
  });

  it('are offered as the services describe them', async () => {
    const page = await shown();
    expect(page).toContain('<option value="lose-response">lose-response: a reset after the work</option>');
    expect(page).toMatch(/everyMs <input name="everyMs".*?<small id="about-everyMs">drip: from one byte to the next/);
  });

  it.each([
    [{ service: 'comments', kind: 'melt' }, 400, 'kind: one of slow, '],
    [{ service: 'comments', kind: 'error', status: '42' }, 400, 'status: '],
    [{ service: 'comments', kind: 'error', colour: 'red' }, 400, 'colour: no such field'],
    [{ service: 'comments', kind: 'error', forMs: '1e9' }, 400, 'forMs: '],
    [{ service: 'Comments!', kind: 'error' }, 400, 'the name of a service'],
    [{ service: 'harbour', kind: 'error' }, 404, 'No service has this name'],
    [{ service: 'bank', kind: 'error' }, 503, 'bank is not there'],
    [{ kind: 'error' }, 400, 'service'],
  ])('refuse %j with %i and say why', async (form, status, why) => {
    const refused = await send('/faults', form);
    const { detail } = (await refused.json()) as { detail: string };
    expect([refused.status, detail]).toEqual([status, expect.stringContaining(why)]);
    expect(await on()).toEqual([]);
  });

  it('take no order of another site', async () => {
    const foreign = await send('/faults', { service: 'comments', kind: 'hang' }, { 'sec-fetch-site': 'cross-site' });
    expect([foreign.status, await on()]).toEqual([403, []]);
  });
});
