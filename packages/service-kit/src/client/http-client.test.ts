import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, ProductId } from '@watertight/contracts';
import { closeAllPipelines, definePolicies, TimeoutError } from '@watertight/resilience';
import { answer, fakeServer, until } from '@watertight/testing';
import { z } from 'zod';
import { closeConnections } from './connection-pool.ts';
import { configureCalls, httpClient } from './http-client.ts';
import { AnswerError, BadAnswerError, nothingWasSent, UnreachableError } from './outcomes.ts';
import { withRequestContext } from '../request/request-context.ts';

const shelf = contract({
  read: {
    method: 'GET',
    path: '/shelves/:name',
    summary: 'A shelf.',
    repeatable: 'always',
    params: z.object({ name: z.string() }),
    query: z.object({ page: z.coerce.number().optional() }),
    answers: { 200: z.object({ ids: z.array(ProductId) }) },
  },
  put: {
    method: 'PUT',
    path: '/shelves/:name',
    summary: 'Sets a shelf.',
    repeatable: 'with-key',
    params: z.object({ name: z.string() }),
    body: z.object({ ids: z.array(z.string()) }),
    answers: { 204: null },
    problems: ['shelf-locked'],
    nothingDone: ['shelf-locked'],
  },
});

const policies = definePolicies({
  shelf: { bulkhead: { running: 2 }, timeout: { afterMs: 300 } },
  patient: { retry: { attempts: 2, firstDelayMs: 1 }, timeout: { afterMs: 300 } },
});

describe('a call from service to service', () => {
  const service = fakeServer(() => answer.json({ ids: ['wt-1001'] }));
  const client = () => httpClient(shelf, policies.shelf, [service.url]);
  const read = () => client().read({ params: { name: 'winches' }, query: {} });

  beforeAll(() => configureCalls({ caller: 'storefront', openMs: null }));
  afterEach(async () => {
    closeAllPipelines();
    await closeConnections();
  });

  it('brings the answer, checked against the contract', async () => {
    expect(await read()).toEqual({ ids: ['wt-1001'] });
  });

  it('reaches a service that listens on a Unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shelf-'));
    const socketPath = join(folder, 'shelf.sock');
    const server = createServer((_, response) => response.end('{"ids":["wt-1002"]}'));
    await once(server.listen(socketPath), 'listening');
    const local = httpClient(shelf, policies.shelf, [`unix:${socketPath}`]);
    expect(await local.read({ params: { name: 'winches' }, query: {} })).toEqual({ ids: ['wt-1002'] });
    await closeConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it('knows after two refused connections that nothing was sent, and after one lost request that something was', async () => {
    const patient = httpClient(shelf, policies.patient, [service.url]);
    const failure = () =>
      patient.read({ params: { name: 'winches' }, query: {} }).then(
        () => 'answered',
        (error: unknown) => error,
      );
    service.does(() => response => {
      response.socket?.resetAndDestroy();
      void service.close();
    });
    const lostThenRefused = await failure();
    expect([lostThenRefused, service.requests.length]).toEqual([expect.any(UnreachableError), 1]);
    expect(nothingWasSent(lostThenRefused)).toBe(false);
    expect(nothingWasSent(await failure())).toBe(true);
  });

  it('knows that nothing was done when each attempt is told so, and not when an earlier one was lost', async () => {
    const patient = httpClient(shelf, policies.patient, [service.url]);
    const put = () =>
      patient.put({ params: { name: 'a' }, body: { ids: [] } }, { idempotencyKey: 'k-1' }).then(
        () => 'answered',
        (error: unknown) => error,
      );
    const problem = {
      type: 'about:blank',
      title: 'Locked',
      status: 503,
      detail: 'Nothing done.',
      code: 'shelf-locked',
    };
    const locked = answer.json(problem, { status: 503 });
    service.does(() => locked);
    expect(nothingWasSent(await put())).toBe(true);
    expect(service.requests).toHaveLength(2);
    service.does(() => (service.requests.length % 2 === 1 ? answer.reset() : locked));
    const lostThenLocked = await put();
    expect([lostThenLocked, service.requests.length]).toEqual([expect.any(AnswerError), 4]);
    expect(nothingWasSent(lostThenLocked)).toBe(false);
  });

  it('escapes what stands in its address', async () => {
    await client().read({ params: { name: '../../ops/reset?x=#' }, query: { page: 2 } });
    expect(service.requests[0]?.path).toBe('/shelves/..%2F..%2Fops%2Freset%3Fx%3D%23?page=2');
  });

  it('says who calls, until when and under which key', async () => {
    service.does(() => response => response.writeHead(204).end());
    await client().put({ params: { name: 'a' }, body: { ids: [] } }, { idempotencyKey: 'k-1', optional: true });
    const { headers } = service.requests[0] ?? {};
    expect(headers).toMatchObject({
      'request-caller': 'storefront',
      'idempotency-key': 'k-1',
      'request-kind': 'optional',
    });
    // 300 ms less 20 for the way back
    expect(Number(headers?.['request-deadline-ms'])).toBeGreaterThan(270);
    expect(Number(headers?.['request-deadline-ms'])).toBeLessThanOrEqual(280);
  });

  it('never grants more time than the request it serves has left', async () => {
    const context = { caller: 'browser', deadlineAtMs: performance.now() + 100, signal: undefined };
    await withRequestContext(context, read);
    expect(Number(service.requests[0]?.headers['request-deadline-ms'])).toBeLessThanOrEqual(80);
  });

  it('ends after its 300 ms when the service hangs', async () => {
    service.does(answer.nothing);
    const startedMs = performance.now();
    await expect(read()).rejects.toBeInstanceOf(TimeoutError);
    expect(performance.now() - startedMs).toBeLessThan(600);
  });

  it('ends after its 300 ms when the answer drips in', async () => {
    service.does(() => answer.drip(JSON.stringify({ ids: [] }), { everyMs: 50 }));
    await expect(read()).rejects.toBeInstanceOf(TimeoutError);
  });

  it('is cut when its own caller hangs up, and the service sees it', async () => {
    service.does(answer.nothing);
    const browser = new AbortController();
    const call = withRequestContext({ caller: 'browser', deadlineAtMs: Infinity, signal: browser.signal }, read);
    await until(() => service.requests.length === 1, { withinMs: 200 });
    browser.abort(new Error('the caller hung up'));
    await expect(call).rejects.toThrow('the caller hung up');
    await until(() => service.connections === 0, { withinMs: 1000 });
  });

  it.each([
    ['nobody listens', () => service.close(), UnreachableError],
    ['the connection is reset', () => service.does(answer.reset), UnreachableError],
    ['the answer breaks off', () => service.does(() => answer.half({ ids: ['wt-1001'] })), UnreachableError],
    ['it is no HTTP', () => service.does(answer.garbage), UnreachableError],
    ['it is of another shape', () => service.does(() => answer.json({ ids: [1] })), BadAnswerError],
    ['it is no JSON', () => service.does(() => response => response.writeHead(200).end('<html>')), BadAnswerError],
    ['its status is unknown', () => service.does(() => answer.json({}, { status: 299 })), BadAnswerError],
    ['it is over 1 MiB', () => service.does(answer.endless), BadAnswerError],
    ['it is a problem', () => service.does(() => answer.json({}, { status: 500 })), AnswerError],
  ])('tells apart that %s', async (_, breakIt, kind) => {
    await Promise.resolve(breakIt());
    await expect(read()).rejects.toBeInstanceOf(kind);
  });

  it('knows a refusal, which says that the service is alive', async () => {
    const problem = {
      type: 't',
      title: 't',
      status: 503,
      detail: 'no seat',
      code: 'bulkhead-full',
      retryAfterMs: 1500,
    };
    service.does(() => answer.json(problem, { status: 503, headers: { 'retry-allowed': 'no' } }));
    await expect(read()).rejects.toMatchObject({
      status: 503,
      refused: true,
      retryAfterMs: 1500,
      problem: { code: 'bulkhead-full' },
    });
  });

  it('asks its addresses in turn', async () => {
    const twice = httpClient(shelf, policies.shelf, [service.url, service.url.replace('127.0.0.1', 'localhost')]);
    for (let i = 0; i < 4; i += 1) await twice.read({ params: { name: 'a' }, query: {} });
    const hosts = service.requests.map(({ headers }) => String(headers['host']).split(':')[0]);
    expect(hosts).toEqual(['127.0.0.1', 'localhost', '127.0.0.1', 'localhost']);
  });

  it('is answered by the fallback when there is one', async () => {
    await service.close();
    expect(await client().read({ params: { name: 'a' }, query: {} }, { fallback: () => ({ ids: [] }) })).toEqual({
      ids: [],
    });
  });
});
