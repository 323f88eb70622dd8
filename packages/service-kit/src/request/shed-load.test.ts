import { opsOnly, realPostgres, startApp, until } from '@watertight/testing';

describe('a service with 4 places', () => {
  const postgres = realPostgres();
  let url: string;
  let n = 0;

  beforeAll(async () => {
    ({ url } = await startApp('bank', { DATABASE_URL: postgres.url, MAX_IN_FLIGHT: '4', DAWDLE_MS: '3000' }));
  }, 30_000);

  const capture = (headers: Record<string, string> = {}, signal?: AbortSignal) => {
    n += 1;
    return fetch(`${url}/captures/00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ amount: '1.00', currency: 'USD', cardToken: 'tok_slow' }),
      ...(signal && { signal }),
    });
  };
  const statuses = async (answers: Promise<Response>[]) =>
    (await Promise.all(answers)).map(({ status }) => status).toSorted((one, other) => one - other);

  it('answers 4 of 6 at once and refuses the others, as one that is alive', async () => {
    const answers = Array.from({ length: 6 }, () => capture());
    expect(await statuses(answers)).toEqual([200, 200, 200, 200, 503, 503]);
    const refused = (await Promise.all(answers)).find(({ status }) => status === 503);
    expect(Object.fromEntries(refused?.headers ?? [])).toMatchObject({ 'retry-allowed': 'no', 'retry-after': '1' });
    expect(await refused?.json()).toMatchObject({ code: 'overloaded', status: 503 });
  });

  it.each(['optional', 'ornament'])(
    'lets %s requests have half of the permits, and keeps the other half',
    async kind => {
      const optional = Array.from({ length: 4 }, () => capture({ 'request-kind': kind }));
      const critical = Array.from({ length: 2 }, () => capture());
      expect(await statuses(optional)).toEqual([200, 200, 503, 503]);
      expect(await statuses(critical)).toEqual([200, 200]);
    },
  );

  it('answers health while every place is taken', async () => {
    const answers = await takeAllPlaces();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await Promise.all(answers);
  });

  it('has its places back when callers hang up', async () => {
    const gone = new AbortController();
    const answers = await takeAllPlaces(gone.signal);
    gone.abort();
    expect(await Promise.all(answers)).toContain('left');
    const look = async () => (await fetch(`${url}/captures/00000000-0000-4000-8000-000000000000`)).status;
    await until(async () => (await look()) === 404, { withinMs: 1500 }); // sooner than the bank's 3 s
  });

  /** Six ask for four places; when two have been refused, the others sit. */
  const takeAllPlaces = async (signal?: AbortSignal) => {
    let refused = 0;
    const answers = Array.from({ length: 6 }, () =>
      capture({}, signal).then(
        ({ status }) => (refused += status === 503 ? 1 : 0),
        () => 'left',
      ),
    );
    await until(() => refused === 2, { withinMs: 2000 });
    return answers;
  };
});

describe('a service with 4 places that browsers reach', () => {
  const open = async (more: Record<string, string>) => {
    const nowhere = ['SEARCH', 'CHECKOUT', 'PROFILE', 'RECOMMENDATIONS', 'COMMENTS'].map(name => [
      `${name}_URL`,
      'http://127.0.0.1:9',
    ]);
    const settings = { MAX_IN_FLIGHT: '4', FAULTS: 'on', ...more };
    return await startApp('storefront', { ...Object.fromEntries(nowhere), ...settings });
  };
  /** Two visits that hang, with these headers. Returns how to end them. */
  const holdTwo = async (shop: { url: string }, headers: Record<string, string> = {}) => {
    const hang = { kind: 'hang', match: { route: '/stores' } };
    const json = { ...opsOnly, 'content-type': 'application/json' };
    await fetch(`${shop.url}/ops/faults/hang`, { method: 'PUT', headers: json, body: JSON.stringify(hang) });
    const gone = new AbortController();
    const held = [1, 2].map(() => fetch(`${shop.url}/stores`, { headers, signal: gone.signal }).catch(() => 'left'));
    const struck = async () => (await (await fetch(`${shop.url}/ops/faults`, { headers: opsOnly })).json()) as Struck;
    await until(async () => (await struck()).faults[0]?.injected === 2, { withinMs: 5000 });
    return async () => {
      gone.abort();
      await Promise.all(held);
    };
  };

  it('does not believe a visitor who calls a request optional', async () => {
    const shop = await open({ LIMITS: 'off' });
    const end = await holdTwo(shop);
    const page = await fetch(`${shop.url}/sign-in`, { headers: { 'request-kind': 'optional' } });
    expect(page.status).toBe(200);
    await end();
  }, 30_000);

  it('lets one visitor have two of them', async () => {
    const shop = await open({ TRUSTED_PROXIES: '127.0.0.1' });
    const [one, other] = [{ 'x-forwarded-for': '198.51.100.1' }, { 'x-forwarded-for': '198.51.100.2' }];
    const status = async (headers: Record<string, string>) => (await fetch(`${shop.url}/sign-in`, { headers })).status;
    const end = await holdTwo(shop, one);
    expect([await status(one), await status(other)]).toEqual([429, 200]);
    await end();
    await until(async () => (await status(one)) === 200, { withinMs: 2000 });
  }, 30_000);
});

interface Struck {
  faults: { injected: number }[];
}

describe('a process that was frozen', () => {
  const postgres = realPostgres();

  it('does nothing for the 30 callers who hung up meanwhile, and answers the one who waits', async () => {
    const bank = await startApp('bank', { DATABASE_URL: postgres.url });
    const put = (i: number, signal?: AbortSignal) =>
      fetch(`${bank.url}/captures/00000000-0000-4000-8000-${String(i).padStart(12, '0')}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ amount: '1.00', currency: 'USD', cardToken: 'tok_visa' }),
        ...(signal && { signal }),
      });
    const sockets = () => process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;
    const others = sockets();
    bank.freeze();
    const impatient = Array.from({ length: 30 }, (_, i) => put(i + 1, AbortSignal.timeout(800)).catch(() => 'left'));
    const patient = put(31);
    expect(new Set(await Promise.all(impatient))).toEqual(new Set(['left']));
    await until(() => sockets() <= others + 1, { withinMs: 5000 }); // a caller that gave up hangs up a little later
    bank.thaw();
    expect((await patient).status).toBe(200);
    expect(await postgres.query('SELECT count(*)::int AS captures FROM captures')).toEqual([{ captures: 1 }]);
  }, 30_000);
});
