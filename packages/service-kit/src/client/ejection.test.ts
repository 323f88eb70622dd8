import { contract } from '@watertight/contracts';
import { closeAllPipelines, definePolicies, SECOND } from '@watertight/resilience';
import { answer, fakeServer, until } from '@watertight/testing';
import { z } from 'zod';
import { ownPatterns } from '../ops/own-patterns.ts';
import { closeConnections } from './connection-pool.ts';
import { ejectedAddresses, resetAddresses } from './connections.ts';
import { configureCalls, httpClient } from './http-client.ts';

const shelf = contract({
  read: {
    method: 'GET',
    path: '/shelf',
    summary: 'A shelf.',
    repeatable: 'always',
    answers: { 200: z.object({ from: z.string() }) },
  },
});
const { quick, retried, patient } = definePolicies({
  quick: { timeout: { afterMs: 250 } },
  retried: { timeout: { afterMs: 250 }, retry: { attempts: 2, firstDelayMs: 0 } },
  patient: { timeout: { afterMs: 2 * SECOND } },
});

describe('two replicas, of which one hangs while its health is green', () => {
  const good = fakeServer(() => answer.json({ from: 'good' }));
  const bad = fakeServer();
  const hang = () => bad.does(({ path }) => (path === '/health/ready' ? answer.json({}) : answer.nothing()));
  beforeAll(() => configureCalls({ caller: 'storefront', openMs: null }));
  beforeEach(hang);
  afterEach(async () => {
    for (const pattern of ownPatterns().values()) pattern.isOn = true;
    resetAddresses();
    closeAllPipelines();
    await closeConnections();
  });
  type Client = ReturnType<typeof httpClient<typeof shelf, never>>;
  const clientOf = (policy: typeof quick) => httpClient(shelf, policy, [good.url, bad.url]);
  const failures = async (client: Client, calls: number, options = {}) => {
    let failed = 0;
    for (let call = 0; call < calls; call++) await client.read({}, options).catch(() => (failed += 1));
    return failed;
  };

  it('leave five callers without an answer, and none after that: the state names the replica', async () => {
    const client = clientOf(quick);
    expect(await failures(client, 10)).toBe(5);
    expect((await fetch(`${bad.url}/health/ready`)).status).toBe(200);
    expect(await failures(client, 100)).toBe(0);
    expect(ejectedAddresses()).toEqual([{ policy: 'quick', origin: bad.url, retryInMs: expect.any(Number) }]);
  });

  it('leave every second caller without an answer for as long as ejection is off', async () => {
    const client = clientOf(quick);
    ownPatterns().get('ejection')!.isOn = false;
    expect(await failures(client, 24)).toBe(12);
    expect(ejectedAddresses()).toEqual([]);
  });

  it('leave none without an answer where a call is repeated', async () => {
    expect(await failures(clientOf(retried), 50)).toBe(0);
  });

  it('both stay when callers were not willing to wait: that says nothing about an address', async () => {
    const client = clientOf(patient);
    expect(await failures(client, 14, { deadlineMs: 30 })).toBe(7);
    expect(ejectedAddresses()).toEqual([]);
  });

  it.each([
    ['answers 500', () => bad.does(() => answer.json({}, { status: 500 })), 5],
    ['answers against its contract', () => bad.does(() => answer.json({ from: 1 })), 5],
    ['answers 404: it works', () => bad.does(() => answer.json({}, { status: 404 })), 20],
  ])('are used when one %s: %#', async (_, breakIt, failed) => {
    breakIt();
    expect(await failures(clientOf(quick), 40)).toBe(failed);
  });

  it('keep both addresses when one succeeds between its failures', async () => {
    let requests = 0;
    bad.does(() => (++requests % 5 === 0 ? answer.json({ from: 'bad' }) : answer.json({}, { status: 500 })));
    expect(await failures(clientOf(quick), 40)).toBe(16);
  });

  it('are both called when neither answers, so that the first to come back is found', async () => {
    good.does(answer.nothing);
    const client = clientOf(quick);
    await Promise.all(Array.from({ length: 12 }, () => client.read({}).catch(() => undefined)));
    expect(ejectedAddresses()).toHaveLength(2);
    good.does(() => answer.json({ from: 'good' }));
    await until(() => client.read({}).then(({ from }) => from === 'good'), { withinMs: 2 * SECOND });
    expect(await failures(client, 20)).toBe(0);
  });
});
