import { Module, StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { closeAllPipelines, definePolicies, pipeline } from '@watertight/resilience';
import { createLogger } from '@watertight/telemetry';
import { until } from '@watertight/testing';
import { closeConnections } from '../client/connection-pool.ts';
import { Connections } from '../client/connections.ts';
import { BadAnswerError } from '../client/outcomes.ts';
import { ProblemFilter } from '../problems/problem-filter.ts';
import { invalidRequest } from '../request/serves.ts';
import { guardOps, Ops } from './ops.ts';
import { ownPattern } from './own-patterns.ts';
import { ServedService, SwitchPatterns } from './switch-patterns.ts';

const token = 'the-ops-token-of-the-tests';
const policies = definePolicies({
  search: { bulkhead: { running: 100 }, breaker: { openMs: 30_000 }, timeout: { afterMs: 1000 } },
  comments: { bulkhead: { running: 50 }, timeout: { afterMs: 300 } },
});

describe('/ops/patterns', () => {
  @Module({
    controllers: [Ops, SwitchPatterns],
    providers: [{ provide: ServedService, useValue: new ServedService('storefront') }],
  })
  class Service {}
  let service: NestFastifyApplication;
  beforeAll(async () => {
    service = await NestFactory.create<NestFastifyApplication>(Service, new FastifyAdapter(), { logger: false });
    service.useGlobalFilters(new ProblemFilter(createLogger('storefront', 'silent'), undefined));
    service.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidRequest }));
    guardOps(service.getHttpAdapter().getInstance(), token, () => undefined);
    await service.init();
  });
  const search = pipeline(policies.search);
  const comments = pipeline(policies.comments);
  afterEach(async () => void (await ask('POST', '/ops/reset')));
  afterAll(async () => {
    closeAllPipelines();
    await service.close();
  });

  const ask = async (
    method: 'GET' | 'PATCH' | 'POST',
    url: string,
    payload?: unknown,
    authorization = `Bearer ${token}`,
  ) => {
    const answer = await service.inject({
      method,
      url,
      headers: { authorization },
      ...(payload !== undefined && { payload: payload as object }),
    });
    return {
      status: answer.statusCode,
      body: answer.body === '' ? undefined : answer.json<Record<string, unknown>>(),
    };
  };

  it('tells which patterns each policy has, and its numbers', async () => {
    expect(await ask('GET', '/ops/patterns/comments')).toMatchObject({
      status: 200,
      body: {
        service: 'storefront',
        policies: { comments: { switches: { bulkhead: true, timeout: true }, numbers: { running: 50, afterMs: 300 } } },
      },
    });
  });

  it('switches a pattern and sets a number of one policy, and of no other', async () => {
    const changed = await ask('PATCH', '/ops/patterns/search', { timeout: false, openMs: 2000 });
    expect(changed.body).toMatchObject({
      policies: { search: { switches: { timeout: false, breaker: true }, numbers: { openMs: 2000 } } },
    });
    expect(comments.switches()).toMatchObject({ timeout: true });
  });

  it('changes every policy that has the pattern, and leaves the others as they are', async () => {
    expect((await ask('PATCH', '/ops/patterns', { breaker: false, bulkhead: false })).status).toBe(200);
    expect(search.switches()).toMatchObject({ breaker: false, bulkhead: false });
    expect(comments.switches()).toMatchObject({ bulkhead: false });
  });

  it('says when a change will be undone, and no longer when it was', async () => {
    const { body } = await ask('PATCH', '/ops/patterns/search', { breaker: false, forMs: 60_000 });
    const { undoneAt } = body as { undoneAt: Record<string, string> };
    expect(Object.keys(undoneAt)).toEqual(['search.breaker']);
    expect(Math.abs(Date.parse(undoneAt['search.breaker'] ?? '') - Date.now() - 60_000)).toBeLessThan(5000);
    expect((await ask('PATCH', '/ops/patterns/search', { breaker: true })).body).not.toHaveProperty('undoneAt');
  });

  it('undoes a change by itself, also when it was changed again meanwhile', async () => {
    await ask('PATCH', '/ops/patterns/search', { breaker: false, openMs: 2000, forMs: 60_000 });
    await ask('PATCH', '/ops/patterns/search', { breaker: false, openMs: 3000, forMs: 50 });
    expect(search.numbers()).toMatchObject({ openMs: 3000 });
    await until(() => search.numbers().openMs === 30_000 && search.switches().breaker, { withinMs: 1000 });
  });

  it.each([
    [{}, 'body'],
    [[], 'body'],
    ['breaker', 'body'],
    [{ breaker: 'off' }, 'breaker'],
    [{ braker: false }, 'braker'],
    [{ openMs: -1 }, 'search.breaker.openMs'],
    [{ openMs: '2 s' }, 'search.breaker.openMs'],
    [{ breaker: false, forMs: 0 }, 'forMs'],
    [{ breaker: false, forMs: 600_001 }, 'forMs'],
  ])('refuses %j, naming %s, and changes nothing', async (payload, field) => {
    const before = [search.switches(), search.numbers()];
    const text = JSON.stringify(payload);
    const refused = await service.inject({
      method: 'PATCH',
      url: '/ops/patterns/search',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      payload: text,
    });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ code: 'invalid-request', errors: [{ field }] });
    expect([search.switches(), search.numbers()]).toEqual(before);
  });

  describe('of the service itself', () => {
    const idempotency = ownPattern('idempotency');
    afterEach(() => void (idempotency.isOn = true));

    it('are shown, switched, and undone by themselves', async () => {
      expect((await ask('GET', '/ops/patterns')).body).toMatchObject({ patterns: { idempotency: true } });
      await ask('PATCH', '/ops/patterns', { idempotency: false, breaker: false, forMs: 50 });
      expect([idempotency.isOn, search.switches().breaker]).toEqual([false, false]);
      await until(() => idempotency.isOn, { withinMs: 1000 });
    });

    it('are on again after a reset', async () => {
      await ask('PATCH', '/ops/patterns', { idempotency: false });
      await ask('POST', '/ops/reset');
      expect(idempotency.isOn).toBe(true);
    });

    it.each([
      ['/ops/patterns', { idempotency: false, braker: false }],
      ['/ops/patterns', { idempotency: 'off' }],
      ['/ops/patterns/search', { idempotency: false }],
    ])('stay on when PATCH %s %j is refused', async (url, change) => {
      expect((await ask('PATCH', url, change)).status).toBe(400);
      expect(idempotency.isOn).toBe(true);
    });
  });

  it('names the policies there are when asked for another', async () => {
    expect(await ask('PATCH', '/ops/patterns/serch', { breaker: false })).toMatchObject({
      status: 404,
      body: { code: 'policy-not-found', detail: 'No policy has this name; here are search, comments.' },
    });
  });

  it('answers 404 to a caller without the token', async () => {
    expect((await ask('PATCH', '/ops/patterns', { breaker: false }, 'Bearer nonsense')).status).toBe(404);
    expect(search.switches()).toMatchObject({ breaker: true });
  });

  it('makes all as new on reset', async () => {
    await ask('PATCH', '/ops/patterns', { timeout: false });
    expect((await ask('POST', '/ops/reset')).status).toBe(204);
    expect(search.switches()).toMatchObject({ timeout: true });
  });

  it('uses an ejected address again after a reset, which the state no longer names', async () => {
    const origins = ['http://127.0.0.1:1', 'http://127.0.0.1:2'];
    const twoReplicas = new Connections('search', origins);
    const answerOf = ({ port }: { port: number }) =>
      port === 2 ? Promise.reject(new BadAnswerError('search', 'not its contract')) : Promise.resolve();
    for (let call = 0; call < 10; call++) await twoReplicas.run(answerOf).catch(() => undefined);
    const state = await ask('GET', '/ops/state');
    expect(state.body).toMatchObject({ ejected: [{ policy: 'search', origin: origins[1] }] });
    expect(state.body).toMatchObject({ patterns: { ejection: true, balancing: true } });

    await ask('POST', '/ops/reset');
    expect((await ask('GET', '/ops/state')).body).toMatchObject({ ejected: [] });
    await closeConnections();
  });

  it('keeps all as new after a reset, also when the time of an earlier change is over', async () => {
    await ask('PATCH', '/ops/patterns/search', { breaker: false });
    await ask('PATCH', '/ops/patterns/search', { breaker: true, forMs: 50 }); // would be off again after that
    await ask('POST', '/ops/reset');
    await ask('PATCH', '/ops/patterns/comments', { timeout: false, forMs: 60 });
    await until(() => comments.switches().timeout, { withinMs: 1000 });
    expect(search.switches()).toMatchObject({ breaker: true });
  });
});
