import { answer, type AppProcess, fakeServer, startApp, until } from '@watertight/testing';
import { roomFetch } from './room-fetch.fixture.ts';

const SERVICES = ['STOREFRONT', 'SEARCH', 'CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];

describe('the buttons of the control room', () => {
  const services = fakeServer(() => answer.json({}));
  const open = (env: Record<string, string> = {}) =>
    startApp('control-room', { ...Object.fromEntries(SERVICES.map(name => [`${name}_URL`, services.url])), ...env });
  const press = async (room: AppProcess, path: string) => {
    const headers = { 'sec-fetch-site': 'same-origin', 'user-agent': 'a test', accept: 'application/json' };
    const answered = await roomFetch(room.url + path, { method: 'POST', headers, redirect: 'manual' });
    return { status: answered.status, text: await answered.text() };
  };
  const lines = (room: AppProcess) =>
    room
      .logs()
      .split('\n')
      .filter(line => line.includes('"event":"button"'))
      .map(line => JSON.parse(line) as Record<string, unknown>);
  /** The audit lines, once there are so many. */
  const audit = (room: AppProcess, count: number) =>
    until(() => lines(room).length === count && lines(room), { withinMs: 3000 });
  const wrote = () => services.requests.filter(({ method }) => method !== 'GET');

  it('write a line each: which, from where, by what program, and what became of it', async () => {
    const room = await open();
    await press(room, '/heal');
    await press(room, '/processes/comments/explode');
    const [heal, refused] = await audit(room, 2);
    expect(heal).toMatchObject({ method: 'POST', path: '/heal', from: '127.0.0.1', agent: 'a test', status: 303 });
    expect(refused).toMatchObject({ path: '/processes/comments/explode', status: 400 });
  }, 30_000);

  it.each(['/heal', '/patterns/all/off', '/visitors', '/lab/runs', '/api/lab/runs', '/processes/search/kill'])(
    'have no effect with NODE_ENV=production: %s',
    async path => {
      const room = await open({ NODE_ENV: 'production', IDENTITY: 'off' });
      const { status, text } = await press(room, path);
      expect([status, (JSON.parse(text) as { code: string }).code]).toEqual([403, 'read-only']);
      expect(await audit(room, 1)).toMatchObject([{ path, status: 403 }]);
      expect(wrote()).toEqual([]);
      const page = await (await roomFetch(room.url)).text();
      expect(page).toMatch(/<body data-read-only .*read-only/s);
    },
    30_000,
  );

  it('act there when they are asked for', async () => {
    const room = await open({ NODE_ENV: 'production', IDENTITY: 'off', BUTTONS: 'on' });
    expect((await press(room, '/heal')).status).toBe(303);
    expect(wrote().length).toBeGreaterThan(0);
  }, 30_000);
});
