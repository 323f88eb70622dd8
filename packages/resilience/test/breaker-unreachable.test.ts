import { fails, fakeClock, hangs } from '@watertight/testing';
import { answers, caught, open, stateOf } from './breaker.fixture.ts';
import { definePolicies, type Pipeline, pipeline, SECOND } from '../src/index.ts';

const refused = new Error('connection refused');
const policies = definePolicies({
  usual: {
    breaker: { unreachableOpenMs: 1 * SECOND, openJitter: 0 },
    timeout: { afterMs: 250 },
    judge: outcome => (!('error' in outcome) ? 'success' : outcome.error === refused ? 'unreachable' : 'failure'),
  },
  plain: { breaker: { openMs: 5 * SECOND, openJitter: 0 } },
});

const retryInMs = (calls: Pipeline) => calls.snapshot().breaker?.retryInMs;
const refuse = async (calls: Pipeline, times: number) => {
  for (let call = 0; call < times; call++) await caught(calls.run(fails(refused)));
};

describe('a breaker in front of a dependency that cannot be reached', () => {
  const clock = fakeClock();

  /** Of a dependency that has answered this process before. */
  async function known(): Promise<Pipeline> {
    const calls = pipeline(policies.usual);
    await calls.run(answers);
    return calls;
  }

  it('opens at the fifth refusal for a second, and is closed by two good answers as soon as it is back', async () => {
    const calls = await known();
    await refuse(calls, 4);
    expect(stateOf(calls)).toBe('closed');
    await refuse(calls, 1);
    expect([stateOf(calls), retryInMs(calls)]).toEqual(['open', 1 * SECOND]);
    await clock.advance(1 * SECOND);
    for (let call = 0; call < 2; call++) expect(await calls.run(answers)).toBe('answer');
    expect(stateOf(calls)).toBe('closed');
  });

  it('calls it at most three times a second for as long as it is gone', async () => {
    const calls = await known();
    await refuse(calls, 5);
    const action = fails(refused);
    for (let ms = 0; ms < 60 * SECOND; ms += 20) {
      await clock.advance(20);
      await caught(calls.run(action));
    }
    expect(action.mock.calls.length).toBeLessThanOrEqual(3 * 60);
    expect(calls.snapshot().counts.refused).toBeGreaterThan(2_800);
  });

  it('opens for the whole 30 s when the failure that opens it is another', async () => {
    const calls = await known();
    await refuse(calls, 4);
    await caught(calls.run(fails(new Error('500'))));
    expect(retryInMs(calls)).toBe(30 * SECOND);
  });

  it('opens for a second when a hung one has died meanwhile, and for 30 s when a dead one came back hung', async () => {
    const calls = await known();
    await open(calls);
    await clock.advance(30 * SECOND);
    await refuse(calls, 2);
    expect([stateOf(calls), retryInMs(calls)]).toEqual(['open', 1 * SECOND]);
    await clock.advance(1 * SECOND);
    const probes = [caught(calls.run(hangs())), caught(calls.run(hangs()))];
    await clock.advance(250);
    await Promise.all(probes);
    expect([stateOf(calls), retryInMs(calls)]).toEqual(['open', 30 * SECOND]);
  });

  it('counts such a call as failed, and repeats it where the policy retries', async () => {
    const { retried } = definePolicies({
      retried: { retry: { attempts: 3, firstDelayMs: 0 }, judge: () => 'unreachable' },
    });
    const calls = pipeline(retried);
    const action = fails(refused);
    const call = caught(calls.run(action));
    await clock.advance(1);
    expect([await call, action.mock.calls.length, calls.snapshot().counts.failed]).toEqual([refused, 3, 1]);
  });

  it('opens for `openMs` unless the policy says otherwise', async () => {
    const { ...named } = policies.plain;
    const calls = pipeline({ ...named, judge: () => 'unreachable' });
    await refuse(calls, 5);
    expect([retryInMs(calls), calls.numbers().unreachableOpenMs]).toEqual([5 * SECOND, 5 * SECOND]);
  });

  it('never opens for longer than `openMs`', async () => {
    const calls = pipeline(policies.usual);
    calls.set({ unreachableOpenMs: 20 * SECOND, openMs: 2 * SECOND });
    await refuse(calls, 5);
    expect(retryInMs(calls)).toBe(2 * SECOND);
  });
});

describe('a breaker in front of a dependency that has never answered this process', () => {
  const clock = fakeClock();

  it('opens for a second, whatever fails', async () => {
    const calls = pipeline(policies.usual);
    await open(calls);
    expect([stateOf(calls), retryInMs(calls)]).toEqual(['open', 1 * SECOND]);
    await clock.advance(1 * SECOND);
    const probes = [caught(calls.run(hangs())), caught(calls.run(hangs()))];
    await clock.advance(250);
    await Promise.all(probes);
    expect([stateOf(calls), retryInMs(calls)]).toEqual(['open', 1 * SECOND]);
  });

  it('opens for 30 s from its first answer on, also after a reset', async () => {
    const calls = pipeline(policies.usual);
    await open(calls);
    await clock.advance(1 * SECOND);
    for (let call = 0; call < 2; call++) await calls.run(answers);
    await open(calls);
    expect(retryInMs(calls)).toBe(30 * SECOND);
    calls.reset();
    await open(calls);
    expect(retryInMs(calls)).toBe(30 * SECOND);
  });
});
