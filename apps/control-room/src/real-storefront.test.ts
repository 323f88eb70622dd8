import { answer, type AppProcess, fakeServer, startApp, until } from '@watertight/testing';
import type { StateAnswer } from './show-screen.ts';
import { roomFetch } from './room-fetch.fixture.ts';

/** Two processes as they run in the shop: what one tells and takes under /ops, the other understands. */
describe('a real storefront in the control room', () => {
  const absent = fakeServer();
  const search = fakeServer(answer.nothing);
  let storefront: AppProcess;
  let room: AppProcess;

  beforeAll(async () => {
    const names = ['CHECKOUT', 'PROFILE', 'PAYMENT', 'RECOMMENDATIONS', 'COMMENTS', 'BANK'];
    const urls = Object.fromEntries(names.map(name => [`${name}_URL`, absent.url]));
    storefront = await startApp('storefront', { ...urls, SEARCH_URL: search.url });
    room = await startApp('control-room', { ...urls, SEARCH_URL: search.url, STOREFRONT_URL: storefront.url });
  }, 60_000);

  const press = async (path: string) => {
    const headers = { 'sec-fetch-site': 'same-origin' };
    return (await roomFetch(room.url + path, { method: 'POST', headers, redirect: 'manual' })).status;
  };
  const policyNow = async (policy: string) => {
    const { services } = (await (await roomFetch(`${room.url}/api/state`)).json()) as StateAnswer;
    return services.find(({ name }) => name === 'storefront')?.pipelines.find(({ name }) => name === policy);
  };

  it('tells for each policy which patterns are on, and its numbers', async () => {
    const seen = await until(() => policyNow('search'), { withinMs: 5000 });
    expect(seen).toMatchObject({ switches: { bulkhead: true, timeout: true }, bulkhead: { limit: 100, running: 0 } });
    expect(seen.numbers).toMatchObject({ running: 100, waiting: 100 });
  });

  it('is switched by the form, and made new', async () => {
    expect(await press('/policies/storefront/search/bulkhead/off')).toBe(303);
    await until(async () => (await policyNow('search'))?.switches.bulkhead === false, { withinMs: 3000 });
    expect((await policyNow('search'))?.bulkhead?.limit).toBeGreaterThan(100); // switched off it uses the shared permits of all policies
    expect(await press('/services/storefront/reset')).toBe(303);
    await until(async () => (await policyNow('search'))?.switches.bulkhead, { withinMs: 3000 });
    expect((await policyNow('search'))?.bulkhead?.limit).toBe(100);
  });

  it('shows the permits of requests that wait for a hung search', async () => {
    const people = Array.from({ length: 7 }, () => fetch(`${storefront.url}/search?q=winch`));
    await until(async () => (await policyNow('search'))?.bulkhead?.running === 7, { withinMs: 3000 });
    await Promise.all(people.map(async person => (await person).text()));
  });

  it('has its breaker opened by a dead search, and shows its open period and its probes', async () => {
    // An older report, from before the restart of the patterns, may have a breaker that is open.
    await until(async () => (await policyNow('search'))?.counts.calls === 0, { withinMs: 3000 });
    await search.close();
    const visit = async () => void (await (await fetch(`${storefront.url}/search?q=winch`)).text());
    await until(async () => (await visit(), (await policyNow('search'))?.breaker?.state === 'open'), {
      withinMs: 8000,
    });
    const { transitions } = (await (await roomFetch(`${room.url}/api/state`)).json()) as StateAnswer;
    expect(transitions.map(({ text }) => text)).toContain('storefront → search: breaker open');
    await until(async () => (await policyNow('search'))?.breaker?.state === 'half-open', { withinMs: 5000 });
    expect(await press('/services/storefront/reset')).toBe(303);
    await until(async () => (await policyNow('search'))?.breaker?.state === 'closed', { withinMs: 3000 });
  });

  it('is silent when it is frozen, and keeps what it said last', async () => {
    await until(() => policyNow('search'), { withinMs: 3000 });
    storefront.freeze();
    const { services } = await until(
      async () => {
        const state = (await (await roomFetch(`${room.url}/api/state`)).json()) as StateAnswer;
        return state.services[0]?.word === 'silent' && state;
      },
      { withinMs: 5000 },
    );
    expect(services[0]?.pipelines.some(({ name }) => name === 'search')).toBe(true);
    expect(await press('/policies/storefront/search/timeout/off')).toBe(504);
    storefront.thaw();
    await until(
      async () =>
        ((await (await roomFetch(`${room.url}/api/state`)).json()) as StateAnswer).services[0]?.word === 'ready',
      {
        withinMs: 5000,
      },
    );
  });
});
