import { opsOnly, realPostgres, startApp, until, type AppProcess } from '@watertight/testing';

const postgres = realPostgres();

describe('what is refused for a reason of security', () => {
  let app: AppProcess;
  beforeAll(async () => (app = await startApp('profile', { DATABASE_URL: postgres.url })));

  const events = () =>
    app
      .logs()
      .split('\n')
      .filter(line => line.includes('"event":"refused"'))
      .map(line => JSON.parse(line) as Record<string, unknown>);
  const counted = async (refused: string) => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    return Number(
      new RegExp(`security_events_total\\{[^}]*refused="${refused}"[^}]*\\} (\\d+)`).exec(metrics)?.[1] ?? 0,
    );
  };
  const signIn = () =>
    fetch(`${app.url}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'request-caller': 'storefront' },
      body: JSON.stringify({ email: 'nobody@example.com', password: 'the wrong password' }),
    });

  it('is one line each, with the caller, the route and no secret, and is counted', async () => {
    await fetch(`${app.url}/ops/state`, { headers: { authorization: 'Bearer a-guess-of-the-token' } });
    expect((await signIn()).status).toBe(401);
    await until(() => events().length === 2, { withinMs: 2000 });
    expect(events()).toMatchObject([
      { refused: 'token', code: 'ops-token-refused', method: 'GET', route: '/ops/state', from: '127.0.0.1' },
      { refused: 'credential', code: 'sign-in-failed', caller: 'storefront', route: '/sessions' },
    ]);
    expect(app.logs()).not.toMatch(/a-guess-of-the-token|the wrong password|nobody@example/);
    expect([await counted('token'), await counted('credential')]).toEqual([1, 1]);
    expect((await fetch(`${app.url}/ops/state`, { headers: opsOnly })).status).toBe(200);
    expect(events()).toHaveLength(2);
  });

  it('does not fill the disk: beyond ten lines a second it is counted only', async () => {
    const before = events().length;
    await Promise.all(Array.from({ length: 200 }, () => fetch(`${app.url}/ops/state`)));
    expect(await counted('token')).toBe(201);
    expect(events().length - before).toBeLessThan(60); // ten a second, and a line of how many more
    expect(events().length - before).toBeGreaterThan(5);
  });
});
