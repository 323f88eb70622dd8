import { contract } from '@watertight/contracts';
import { closeAllPipelines, definePolicies, SECOND } from '@watertight/resilience';
import { answer, fakeClock, fakeServer, until } from '@watertight/testing';
import { z } from 'zod';
import { closeConnections, Connections, noteAnswer, noteSilence } from './connections.ts';
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

describe('two addresses, of which one accepts and never answers', () => {
  const good = fakeServer(() => answer.json({ from: 'good' }));
  const silent = fakeServer(answer.nothing);
  beforeAll(() => configureCalls({ caller: 'storefront', openMs: null }));
  beforeEach(() => {
    silent.does(answer.nothing);
    good.does(() => answer.json({ from: 'good' }));
  });
  afterEach(async () => {
    closeAllPipelines();
    await closeConnections();
  });
  type Client = ReturnType<typeof httpClient<typeof shelf, never>>;
  const clientOf = (policy: typeof quick) => httpClient(shelf, policy, [good.url, silent.url]);
  const failures = async (client: Client, calls: number, options = {}) => {
    let failed = 0;
    for (let call = 0; call < calls; call++) await client.read({}, options).catch(() => (failed += 1));
    return failed;
  };

  it('leave three callers without an answer, and none after that', async () => {
    const client = clientOf(quick);
    expect(await failures(client, 6)).toBe(3);
    expect(await failures(client, 100)).toBe(0);
  });

  it('leave none without an answer where a call is repeated', async () => {
    expect(await failures(clientOf(retried), 50)).toBe(0);
  });

  it('both stay in turn when callers were not willing to wait: that says nothing of an address', async () => {
    const client = clientOf(patient);
    expect(await failures(client, 10, { deadlineMs: 30 })).toBe(5);
    const before = silent.requests.length;
    await failures(client, 2, { deadlineMs: 30 });
    expect(silent.requests.length).toBe(before + 1);
  });

  it('are both asked when neither answers, so that the first to come back is found', async () => {
    good.does(answer.nothing);
    const client = clientOf(quick);
    expect(await failures(client, 8)).toBe(8);
    good.does(() => answer.json({ from: 'good' }));
    await until(() => client.read({}).then(({ from }) => from === 'good'), { withinMs: 2000 });
    expect(await failures(client, 20)).toBe(0);
  });
});

describe('an address that was ejected', () => {
  const clock = fakeClock();

  it('gets one attempt every 10 s, and is back in turn with its first answer', async () => {
    const connections = new Connections(['http://127.0.0.1:1', 'http://127.0.0.1:2']);
    const portsOf = (calls: number) => Array.from({ length: calls }, () => connections.next()).map(({ port }) => port);
    const [first, second] = [connections.next(), connections.next()];
    for (let silence = 1; silence <= 3; silence++) noteSilence(second);
    expect(new Set(portsOf(20))).toEqual(new Set([first.port]));

    await clock.advance(10 * SECOND);
    expect(portsOf(20).filter(port => port === second.port)).toHaveLength(1);
    noteSilence(second);
    await clock.advance(10 * SECOND - 1);
    expect(new Set(portsOf(20))).toEqual(new Set([first.port]));

    await clock.advance(1);
    expect(portsOf(2)).toContain(second.port);
    noteAnswer(second);
    expect(portsOf(20).filter(port => port === second.port)).toHaveLength(10);
    await closeConnections();
  });
});
