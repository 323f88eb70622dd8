import { ops } from '@watertight/contracts/ops';
import { closeAllPipelines, definePolicies } from '@watertight/resilience';
import { answer, fakeServer, until } from '@watertight/testing';
import { fastify } from 'fastify';
import { closeConnections } from '../client/connection-pool.ts';
import { httpClient } from '../client/http-client.ts';
import { serveMetrics } from './metrics.ts';

const policies = definePolicies({
  search: {
    retry: { attempts: 2, firstDelayMs: 1 },
    bulkhead: { running: 1, waiting: 1 },
    breaker: { failuresToOpen: 3, openMs: 1000, probes: 1, successesToClose: 1 },
    timeout: { afterMs: 2500 },
  },
  comments: { fallback: () => 'none known', bulkhead: { running: 50 }, timeout: { afterMs: 300 } },
});

describe('/metrics after calls', () => {
  const service = fastify();
  const callee = fakeServer();
  let search: ReturnType<typeof clientOf<'search'>>;
  let comments: ReturnType<typeof clientOf<'comments'>>;
  const clientOf = <Name extends keyof typeof policies>(name: Name) => httpClient(ops, policies[name], [callee.url]);
  const broken = () => answer.json({}, { status: 503 });
  const well = () => answer.json({ status: 'ok' });

  beforeAll(() => {
    serveMetrics(service, 'storefront');
    [search, comments] = [clientOf('search'), clientOf('comments')];
  });
  afterAll(async () => {
    closeAllPipelines();
    await closeConnections();
    await service.close();
  });

  /** The series of a metric, each with its labels but for the service: `policy="search",state="open"`. */
  const read = async (name: string) => {
    const { body } = await service.inject({ method: 'GET', url: '/metrics' });
    const lines = body.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm);
    return Object.fromEntries(
      [...lines]
        .filter(([, found]) => found === name)
        .map(([, , labels = '', value]) => [labels.replace(/,?service="storefront",?/, ''), Number(value)]),
    );
  };
  const ask = () => search.readReady({}).catch((error: unknown) => error);

  it('shows each breaker as one series per state, exactly one of them 1, and 0 transitions before the first', async () => {
    expect(await read('watertight_breaker_state')).toEqual({
      'policy="search",state="closed"': 1,
      'policy="search",state="open"': 0,
      'policy="search",state="half-open"': 0,
    });
    expect(await read('watertight_breaker_transitions_total')).toEqual({
      'policy="search",from="closed",to="open"': 0,
    });
    expect(await read('watertight_timeout_limit_seconds')).toEqual({
      'policy="search"': 2.5,
      'policy="comments"': 0.3,
    });
    expect(await read('watertight_bulkhead_limit')).toEqual({ 'policy="search"': 1, 'policy="comments"': 50 });
    expect(await read('watertight_retry_budget')).toEqual({ 'policy="search"': expect.any(Number) });
  });

  it('counts the failures that opened a breaker, what it refused since, and its way back', async () => {
    callee.does(broken);
    const before = Object.values(await read('watertight_retry_budget'))[0]!;
    await ask();
    expect(Object.values(await read('watertight_retry_budget'))[0]).toBeLessThan(before);
    await ask();
    await ask();
    expect(await read('watertight_breaker_state')).toMatchObject({
      'policy="search",state="closed"': 0,
      'policy="search",state="open"': 1,
    });
    expect(await read('watertight_calls_total')).toMatchObject({
      'policy="search",outcome="failed"': 1,
      'policy="search",outcome="refused"': 2, // the retry that met the open breaker ends its call as a refusal
    });
    callee.does(well);
    await until(async () => (await read('watertight_breaker_state'))['policy="search",state="half-open"'] === 1, {
      withinMs: 3000,
    });
    await ask();
    expect(await read('watertight_breaker_transitions_total')).toEqual({
      'policy="search",from="closed",to="open"': 1,
      'policy="search",from="open",to="half-open"': 1,
      'policy="search",from="half-open",to="closed"': 1,
    });
    expect(await read('watertight_calls_total')).toMatchObject({ 'policy="search",outcome="ok"': 1 });
  });

  it('counts seats, those who wait, and whom the bulkhead refused', async () => {
    let release = () => {};
    callee.does(() => response => (release = () => well()(response)));
    const answers = [ask(), ask(), ask()];
    await until(() => callee.requests.length === 1, { withinMs: 2000 });
    expect(await read('watertight_bulkhead_running')).toMatchObject({ 'policy="search"': 1 });
    expect(await read('watertight_bulkhead_waiting')).toMatchObject({ 'policy="search"': 1 });
    expect(await read('watertight_bulkhead_refused_total')).toEqual({ 'policy="search"': 1, 'policy="comments"': 0 });
    callee.does(well);
    release();
    await Promise.all(answers);
  });

  it('counts a fallback as one, and how long each call took, fallbacks and refusals included', async () => {
    callee.does(() => answer.nothing());
    expect(await comments.readReady({})).toBe('none known');
    expect(await read('watertight_calls_total')).toMatchObject({
      'policy="comments",outcome="fallback"': 1,
      'policy="comments",outcome="ok"': 0,
    });
    expect(await read('watertight_call_duration_seconds_count')).toEqual({
      'policy="search"': 7,
      'policy="comments"': 1,
    });
    const { 'policy="comments"': seconds } = await read('watertight_call_duration_seconds_sum');
    expect(seconds).toBeGreaterThan(0.29);
    expect(seconds).toBeLessThan(1);
  });
});
