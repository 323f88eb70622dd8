import { realPostgres, startApp, until } from '@watertight/testing';

const postgres = realPostgres({ ownServer: true });

const found = async (url: string, q: string) => {
  const response = await fetch(`${url}/products?q=${q}`, { headers: { connection: 'close' } });
  return { status: response.status, body: (await response.json()) as { total: number; code?: string } };
};

describe('search, as a process', () => {
  it('fills its catalogue once when two replicas start at once on an empty database', async () => {
    const env = { DATABASE_URL: postgres.url, SEED: 'demo' };
    const replicas = await Promise.all([startApp('search', env), startApp('search', env)]);
    const totals = await Promise.all(replicas.map(({ url }) => found(url, '')));
    expect(totals.map(({ body }) => body.total)).toEqual([300, 300]);
    await Promise.all(replicas.map(replica => replica.stop()));
  });

  it('says 503 while Postgres is dead, stays ready, and answers by itself when it is back', async () => {
    const app = await startApp('search', { DATABASE_URL: postgres.url });
    expect((await found(app.url, 'winch')).status).toBe(200);

    await postgres.kill();
    expect(await found(app.url, 'winch')).toMatchObject({ status: 503, body: { code: 'database-unavailable' } });
    // Within 10 s, because a machine this busy may have stalled the process, which is unready for 5 s.
    await until(async () => (await fetch(`${app.url}/health/ready`)).status === 200, { withinMs: 10_000 });

    await postgres.restart();
    await until(async () => (await found(app.url, 'winch')).status === 200, { withinMs: 2_000 });
    expect(app.logs()).not.toContain('"level":"fatal"');
    await app.stop();
  });

  it('says 503 within 2 s of a deadline while Postgres is frozen, and answers when it is thawed', async () => {
    const app = await startApp('search', { DATABASE_URL: postgres.url });
    await found(app.url, 'winch');
    await postgres.freeze();
    const startedMs = performance.now();
    const response = await fetch(`${app.url}/products?q=winch`, { headers: { 'request-deadline-ms': '800' } });
    await response.arrayBuffer();
    expect(response.status).toBeGreaterThanOrEqual(503);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    await postgres.thaw();
    await until(async () => (await found(app.url, 'winch')).status === 200, { withinMs: 5_000 });
    await app.stop();
  });

  it('answers every request it has accepted when it is told to stop, and ends with 0', async () => {
    const app = await startApp('search', { DATABASE_URL: postgres.url });
    const held = postgres.query("BEGIN; LOCK TABLE products; SELECT pg_sleep(0.8), 'held by a test'; COMMIT");
    const waiting = (least: number) => async () =>
      (await postgres.query('SELECT FROM pg_locks WHERE NOT granted')).length >= least;
    await until(
      async () => (await postgres.query("SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length,
      {
        withinMs: 2_000,
      },
    );
    const requests = Array.from({ length: 8 }, () => found(app.url, 'winch'));
    await until(waiting(8), { withinMs: 2_000 });

    const stopped = app.stop();
    const answers = await Promise.all(requests);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await stopped).toEqual({ code: 0, signal: null });
    await held;
  });
});
