import { appsAreBuilt, freePort, opsOnly, realPostgres, startApp, until } from '@watertight/testing';
import { type AppProcess, launchApp } from '@watertight/testing/processes';

interface Told {
  pipelines: { name: string; counts: { calls: number }; breaker?: { state: string } }[];
}

const nowhere = Object.fromEntries(
  ['SEARCH', 'CHECKOUT', 'PROFILE', 'RECOMMENDATIONS', 'COMMENTS'].map(name => [`${name}_URL`, 'http://127.0.0.1:9']),
);
const asksOf = async (url: string) =>
  Number(
    /requests_total\{method="GET",route="\/comments",status="200"[^}]*\} (\d+)/.exec(
      await (await fetch(`${url}/metrics`)).text(),
    )?.[1],
  );

describe('a service that warms up', () => {
  const postgres = realPostgres();

  it('answers meanwhile, and is ready after it has asked itself many times', async () => {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const statusOf = async (path: string) => (await fetch(url + path).catch(() => undefined))?.status;
    const started = startApp('comments', {
      DATABASE_URL: postgres.url,
      PORT: port,
      WARM_UP_MS: '1000',
      MAX_IN_FLIGHT: '10',
    });
    await until(async () => (await statusOf('/comments?subject=product:wt-1001')) === 200, { withinMs: 10_000 });
    expect(await statusOf('/health/ready')).toBe(503);
    expect(await statusOf('/health/live')).toBe(200);
    const app = await started;
    expect(await statusOf('/comments?subject=product:wt-1001')).toBe(200); // none of them is still in flight
    expect(await asksOf(url)).toBeGreaterThan(100);
    expect(app.logs()).toMatch(/"msg":"warm"/);
  });

  it('does not unless it is told to', async () => {
    const { url } = await startApp('comments', { DATABASE_URL: postgres.url });
    expect(await asksOf(url)).toBeNaN();
  });

  it('forgets what it learnt: in a shop that is still starting every breaker would be open', async () => {
    const { url } = await startApp('storefront', { ...nowhere, WARM_UP_MS: '500' });
    const answer = await fetch(`${url}/ops/resilience`, { headers: opsOnly });
    const { pipelines } = (await answer.json()) as Told;
    const search = pipelines.find(({ name }) => name === 'search');
    expect([search?.counts.calls, search?.breaker?.state]).toEqual([0, 'closed']);
  });

  it('ends while it warms up when it is told to stop, and never says that it is ready', async () => {
    await appsAreBuilt();
    const { promise: begun, resolve: onStart } = Promise.withResolvers<AppProcess>();
    const started = launchApp('comments', { DATABASE_URL: postgres.url, WARM_UP_MS: '60000' }, { onStart });
    const app = await begun;
    const answers = async () => (await fetch(`${app.url}/health/live`).catch(() => undefined))?.ok;
    await until(answers, { withinMs: 10_000 });
    const ended = app.stop();
    await expect(started).rejects.toThrow('comments ended');
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(app.logs()).not.toContain('"msg":"ready"');
  });
});
