import { roomAuthorization, roomLink } from '@watertight/contracts/control-room';
import { answer, type AppProcess, fakeServer, roomKeyOfTests, startApp, until } from '@watertight/testing';

const SERVICES = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];

describe('the login of the control room', () => {
  const services = fakeServer(() => answer.json({}));
  const open = (env: Record<string, string> = {}) =>
    startApp('control-room', { ...Object.fromEntries(SERVICES.map(name => [`${name}_URL`, services.url])), ...env });
  let room: AppProcess;
  beforeAll(async () => {
    room = await open();
  });

  const visit = (path: string, headers: Record<string, string> = {}, of = room) =>
    fetch(of.url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
  const link = (of = room) => roomLink(roomKeyOfTests, of.url);
  /** What a browser does with a link: it keeps the cookie. */
  const enter = async (by: string) => {
    const answered = await fetch(by, { redirect: 'manual' });
    return { status: answered.status, cookie: answered.headers.get('set-cookie') ?? '' };
  };
  const valueOf = (cookie: string) => cookie.split(';')[0] ?? '';

  it.each(['/', '/services', '/policies', '/lab', '/traces', `/traces/${'1'.repeat(32)}`, '/nowhere'])(
    'refuses %s with a page that says where the link is',
    async path => {
      const refused = await visit(path);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Room']);
      expect(await refused.text()).toMatch(/<h1>.*opens by a link\. npm start has printed one.*npm run shop room/s);
    },
  );

  it.each(['/api/state', '/api/events', `/api/traces/${'1'.repeat(32)}`, '/api/lab/runs', '//api/state', '/API/state'])(
    'refuses %s of a program, and streams nothing',
    async path => {
      const refused = await visit(path, { accept: 'application/json' });
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([401, 'login-required']);
    },
  );

  it.each(['/heal', '/faults', '/patterns/all/off', '/processes/search/kill', '/visitors', '/lab/runs'])(
    'refuses the button %s, also with the headers of its own page',
    async path => {
      const headers = { 'sec-fetch-site': 'same-origin', origin: room.url, cookie: 'room=1' };
      const pressed = await fetch(room.url + path, { method: 'POST', headers, redirect: 'manual' });
      expect(pressed.status).toBe(401);
      expect(services.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    },
  );

  it('leaves to probes and programs what has a token of its own, and to the refused page its style', async () => {
    const statuses = ['/health/live', '/health/ready', '/ops/state', '/page.css', '/icon.svg'].map(async path => [
      path,
      (await visit(path)).status,
    ]);
    expect(Object.fromEntries(await Promise.all(statuses))).toEqual({
      '/health/live': 200,
      '/health/ready': 200,
      '/ops/state': 404,
      '/page.css': 200,
      '/icon.svg': 200,
    });
  });

  it('opens by a link: a cookie that no script and no other site can use', async () => {
    const { status, cookie } = await enter(await link());
    expect(status).toBe(303);
    expect(cookie).toMatch(/^room-\d+=\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const page = await visit('/', { cookie: `other=1; ${valueOf(cookie)}` });
    expect([page.status, (await page.text()).includes('<h1>Control room</h1>')]).toEqual([200, true]);
    const pressed = { 'sec-fetch-site': 'same-origin', cookie: valueOf(cookie) };
    expect((await fetch(`${room.url}/heal`, { method: 'POST', headers: pressed, redirect: 'manual' })).status).toBe(
      303,
    );
  });

  it('opens once by each link, also when it is used twice at the same time; HEAD does not use it', async () => {
    const by = await link();
    expect((await fetch(by, { method: 'HEAD' })).status).not.toBe(303);
    const statuses = await Promise.all([enter(by), enter(by), enter(by)]);
    expect(statuses.map(({ status }) => String(status)).toSorted()).toEqual(['303', '401', '401']);
    const late = await visit(new URL(by).pathname + new URL(by).search);
    expect(await late.text()).toMatch(/This link opens nothing: it was used before/);
  });

  it('leads a browser that is let in to the screen, whatever its link', async () => {
    const { cookie } = await enter(await link());
    const again = await visit('/enter?key=x', { cookie: valueOf(cookie) });
    expect([again.status, again.headers.get('location'), again.headers.get('set-cookie')]).toEqual([303, '/', null]);
  });

  it.each(['', '?key=', '?key=1.2.3', `?key=1.2&key=3`])('does not open by /enter%s', async query => {
    const answered = await visit(`/enter${query}`);
    expect([answered.status, answered.headers.get('set-cookie')]).toEqual([401, null]);
  });

  it('lets a program in that signs this request, and no other with the same signature', async () => {
    const authorization = await roomAuthorization(roomKeyOfTests, 'GET', `${room.url}/api/state`);
    expect((await visit('/api/state', { authorization })).status).toBe(200);
    expect((await visit('/services', { authorization })).status).toBe(401);
    const post = await fetch(`${room.url}/heal`, { method: 'POST', headers: { authorization, origin: room.url } });
    expect(post.status).toBe(401);
    const other = await roomAuthorization('the-key-of-another-room', 'GET', `${room.url}/api/state`);
    expect((await visit('/api/state', { authorization: other })).status).toBe(401);
  });

  it('takes no link and no session that is older than the process: the port may have been another program’s meanwhile', async () => {
    const [unused, { cookie }] = [await link(), await enter(await link())];
    expect((await visit('/', { cookie: valueOf(cookie) })).status).toBe(200);
    await room.kill();
    room = await open({ PORT: new URL(room.url).port });
    expect((await visit('/', { cookie: valueOf(cookie) })).status).toBe(401);
    expect((await enter(unused)).status).toBe(401);
    expect((await enter(await link())).status).toBe(303);
  });

  it('writes links to its log where it has no key: one at the start, and another when that was used', async () => {
    const alone = await open({ ROOM_KEY: '' });
    const links = () => [...alone.logs().matchAll(/"link":"([^"]+)"/g)].map(([, each = '']) => each);
    await until(() => links().length === 1, { withinMs: 3000 });
    for (let page = 1; page <= 3; page += 1) expect((await visit('/', {}, alone)).status).toBe(401);
    expect(links()).toHaveLength(1);
    const by = (links()[0] ?? '').replace('localhost', '127.0.0.1');
    expect((await enter(by)).status).toBe(303);
    expect((await visit('/', {}, alone)).status).toBe(401);
    const next = await until(() => links()[1], { withinMs: 3000 });
    expect((await enter(next.replace('localhost', '127.0.0.1'))).status).toBe(303);
  }, 30_000);
});
