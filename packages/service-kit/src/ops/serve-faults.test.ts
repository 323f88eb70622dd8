import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AppProcess, opsOnly, realPostgres, startApp, until } from '@watertight/testing';

const subject = 'product:wt-1001';

describe('a service with FAULTS=on', () => {
  const postgres = realPostgres();
  let comments: AppProcess;
  const start = () => startApp('comments', { DATABASE_URL: postgres.url, FAULTS: 'on' });
  beforeAll(async () => (comments = await start()));
  afterEach(async () => {
    if (comments.isRunning) await ops('DELETE');
    await postgres.query('TRUNCATE comments');
  });

  async function ops(method: string, name = '', body?: unknown) {
    const headers = { ...opsOnly, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const response = await fetch(`${comments.url}/ops/faults${name && `/${name}`}`, { method, headers, ...sent });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }
  const on = async (kind: string, fields: object = {}) => {
    const { status, body } = await ops('PUT', 'broken', { kind, ...fields });
    if (status > 201) throw new Error(JSON.stringify(body));
  };

  interface Seen {
    status?: number;
    type?: string | null;
    text?: string;
    /** How the connection failed, while waiting for headers or for the body. */
    failed?: string;
    tookMs: number;
  }
  async function ask({
    method = 'GET',
    caller = 'storefront',
    withinMs = 3000,
    path = '/comments',
  } = {}): Promise<Seen> {
    const startMs = performance.now();
    const seen: Seen = { tookMs: 0 };
    const key = { 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
    const comment = { subject, customerId: randomUUID(), author: 'Ines', text: 'Grease it.' };
    try {
      const response = await fetch(`${comments.url}${path}${method === 'GET' ? `?subject=${subject}` : ''}`, {
        method,
        headers: { 'request-caller': caller, ...(method === 'POST' && key) },
        ...(method === 'POST' && { body: JSON.stringify(comment) }),
        signal: AbortSignal.timeout(withinMs),
      });
      seen.status = response.status;
      seen.type = response.headers.get('content-type');
      seen.text = await response.text();
    } catch (error) {
      const { name, cause } = error as Error & { cause?: { code?: string } };
      seen.failed = cause?.code ?? name;
    }
    seen.tookMs = performance.now() - startMs;
    return seen;
  }
  const said = async () => (await postgres.query('SELECT FROM comments')).length;

  it.each<[string, object, 'before' | 'after', Partial<Seen>]>([
    ['error', {}, 'before', { status: 500, type: 'application/problem+json; charset=utf-8' }],
    ['error', { status: 429, retryAfterMs: 1500 }, 'before', { status: 429 }],
    ['hang', {}, 'before', { failed: 'TimeoutError' }],
    ['lose-request', {}, 'before', { failed: 'ECONNRESET' }],
    ['lose-response', {}, 'after', { failed: 'ECONNRESET' }],
    ['truncate', {}, 'after', { status: 201, failed: 'UND_ERR_SOCKET' }],
    ['garbage', { mode: 'html' }, 'before', { status: 200, type: 'text/html; charset=utf-8' }],
    ['garbage', { mode: 'wrong-shape' }, 'before', { status: 200, type: 'application/json; charset=utf-8' }],
    ['garbage', {}, 'before', { status: 200, type: 'application/json; charset=utf-8' }],
    ['drip', { everyMs: 60_000 }, 'after', { status: 201, failed: 'TimeoutError' }],
    ['slow', { delayMs: 60_000 }, 'before', { failed: 'TimeoutError' }],
    ['slow-after', { delayMs: 60_000 }, 'after', { failed: 'TimeoutError' }],
  ])('can be broken by %s %j, %s the work', async (kind, fields, when, expected) => {
    await on(kind, fields);
    expect(await ask({ method: 'POST', withinMs: 400 })).toMatchObject(expected);
    expect(await said()).toBe(when === 'after' ? 1 : 0);
    expect((await ops('GET')).body.faults).toMatchObject([{ name: 'broken', kind, injected: 1 }]);
    await ops('DELETE');
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('ends a truncated answer in its middle, and sends one that drips whole to a caller that waits', async () => {
    const whole = (await ask()).text ?? '';
    await on('drip', { everyMs: 1 });
    const dripped = await ask();
    expect([dripped.text, dripped.tookMs > whole.length / 2]).toEqual([whole, true]);
  });

  it('sends a giant as long as it is asked to, and does not keep it in memory', async () => {
    await on('giant', { bytes: 50e6 });
    expect((await ask({ withinMs: 10_000 })).text).toHaveLength(50e6 + 1);
    const residentKb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${comments.pid}/status`, 'utf8'))?.[1]);
    const before = residentKb();
    await on('giant', { bytes: 10e9 });
    const response = await fetch(`${comments.url}/comments?subject=${subject}`);
    const counts = async () => (await ops('GET')).body.faults[0].injected; // meanwhile the caller does not read it
    for (let look = 0; look < 50; look += 1) expect(await counts()).toBe(1);
    expect(residentKb() - before).toBeLessThan(50_000);
    await response.body?.cancel();
  });

  it('is slow by a fixed delay or by a lognormal one, the same for the same seed', async () => {
    await on('slow', { delayMs: 250 });
    expect((await ask()).tookMs).toBeGreaterThan(240);
    const draws = async () => {
      await on('slow', { p50Ms: 40, p99Ms: 200, seed: 7 });
      const tookMs = [];
      for (let n = 0; n < 6; n += 1) tookMs.push(Math.round((await ask()).tookMs / 50));
      return tookMs;
    };
    const [first, second] = [await draws(), await draws()];
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(first.filter((value, n) => Math.abs(value - (second[n] ?? 0)) <= 1)).toHaveLength(6);
  });

  it('strikes so many of a hundred, the same ones for the same seed, and only those it was told to', async () => {
    const struck = async (fields: object) => {
      await on('error', { percent: 30, seed: 42, ...fields });
      const statuses = [];
      for (let n = 0; n < 40; n += 1) statuses.push((await ask()).status);
      return statuses;
    };
    const first = await struck({});
    expect(await struck({})).toEqual(first);
    expect(await struck({ seed: 43 })).not.toEqual(first);
    const share = first.filter(status => status === 500).length;
    expect([share > 3, share < 22]).toEqual([true, true]);

    await on('error', { match: { caller: 'checkout' } });
    expect([(await ask()).status, (await ask({ caller: 'checkout' })).status]).toEqual([200, 500]);
    await on('error', { match: { method: 'POST', route: '/comments' } });
    expect([(await ask()).status, (await ask({ method: 'POST' })).status]).toEqual([200, 500]);
    await on('error', { match: { route: '/elsewhere' } });
    expect((await ask()).status).toBe(200);
  });

  it('never strikes health and ops, and a second fault comes on top of the first', async () => {
    await ops('PUT', 'slow', { kind: 'slow', delayMs: 200 });
    await ops('PUT', 'failing', { kind: 'error', status: 503 });
    const seen = await ask();
    expect([seen.status, seen.tookMs >= 195]).toEqual([503, true]);
    expect((await ask({ path: '/health/ready' })).tookMs).toBeLessThan(150);
    expect((await ops('GET')).body.faults.map(({ name }: { name: string }) => name)).toEqual(['slow', 'failing']);
    expect([(await ops('DELETE', 'slow')).status, (await ops('DELETE', 'slow')).status]).toEqual([204, 404]);
    expect((await ask()).tookMs).toBeLessThan(150);
  });

  it('ends by itself, to a quarter of a second; a repeated PUT replaces and begins anew', async () => {
    expect((await ops('PUT', 'short', { kind: 'error', forMs: 60_000 })).status).toBe(201);
    const again = await ops('PUT', 'short', { kind: 'error', forMs: 600 });
    expect([again.status, again.body.remainingMs <= 600, again.body.injected]).toEqual([200, true, 0]);
    const startMs = performance.now();
    expect((await ask()).status).toBe(500);
    await until(async () => (await ask()).status === 200, { withinMs: 2000 });
    expect(Math.abs(performance.now() - startMs - 600)).toBeLessThan(250);
    expect((await ops('GET')).body.faults).toEqual([]);
  });

  it.each<[unknown, string, string]>([
    [{}, 'kind', 'one of slow, '],
    [{ kind: 'melt' }, 'kind', 'one of slow, '],
    ['{', 'body', 'JSON expected'],
    [{ kind: 'error', status: 200 }, 'status', ''],
    [{ kind: 'error', forMs: 0 }, 'forMs', ''],
    [{ kind: 'error', forMs: 600_001 }, 'forMs', ''],
    [{ kind: 'error', percent: 101 }, 'percent', ''],
    [{ kind: 'error', colour: 'red' }, 'colour', 'no such field'],
    [{ kind: 'error', match: { colour: 'red' } }, 'match.colour', 'no such field'],
    [{ kind: 'error', match: { method: 'BREW' } }, 'match.method', ''],
    [{ kind: 'slow' }, 'p50Ms', 'delayMs, or p50Ms and p99Ms expected'],
    [{ kind: 'slow', delayMs: 1, p50Ms: 1 }, 'delayMs', 'either'],
    [{ kind: 'slow', p50Ms: 300, p99Ms: 200 }, 'p99Ms', 'at least p50Ms (300)'],
    [{ kind: 'crash', percent: 50 }, 'percent', 'no such field'],
  ])('refuses %j and names %s', async (body, field, rule) => {
    const refused = await ops('PUT', 'wrong', body);
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid-request']);
    expect(refused.body.errors[0].field).toBe(field);
    expect(refused.body.errors[0].rule).toContain(rule);
    expect((await ops('GET')).body.faults).toEqual([]);
  });

  it('refuses names that are none, and says nothing without the token', async () => {
    expect((await ops('PUT', 'Ålesund', { kind: 'hang' })).body.errors[0].field).toBe('name');
    const unknown = await fetch(`${comments.url}/ops/faults`);
    expect(unknown.status).toBe(404);
    await unknown.text();
  });

  it('tells of every kind what the caller sees and the schema of its fields', async () => {
    const { kinds } = (await ops('GET', 'kinds')).body;
    expect(kinds).toHaveLength(12);
    expect(kinds[0]).toMatchObject({
      kind: 'slow',
      says: 'the answer after a delay, before the work',
      schema: { properties: { delayMs: { type: 'integer', maximum: 600_000 }, forMs: { default: 30_000 } } },
    });
  });

  it('counts what it did', async () => {
    await on('error');
    await ask();
    expect(await (await fetch(`${comments.url}/metrics`)).text()).toMatch(
      /watertight_faults_total\{kind="error".*\} \d/,
    );
  });

  it('stops itself and goes on when the time is over', async () => {
    await on('freeze', { forMs: 1000 });
    const startMs = performance.now();
    const state = () => /State:\s+(\w)/.exec(readFileSync(`/proc/${comments.pid}/status`, 'utf8'))?.[1];
    await until(() => state() === 'T', { withinMs: 1000 });
    expect(await ask({ withinMs: 300 })).toMatchObject({ failed: 'TimeoutError' });
    await until(() => state() !== 'T', { withinMs: 3000 });
    expect(performance.now() - startMs).toBeGreaterThan(900);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('dies at once by a crash, and is whole when it is started again', async () => {
    await on('crash');
    expect(await comments.exited).toEqual({ code: null, signal: 'SIGKILL' });
    comments = await start();
    expect((await ops('GET')).body.faults).toEqual([]);
  });
});

it('is refused with NODE_ENV=production, and away without FAULTS=on', async () => {
  await expect(
    startApp('comments', {
      DATABASE_URL: 'postgres://x@127.0.0.1:9/x',
      FAULTS: 'on',
      NODE_ENV: 'production',
      IDENTITY: 'off',
    }),
  ).rejects.toThrow('FAULTS="on": not with NODE_ENV=production');
});
