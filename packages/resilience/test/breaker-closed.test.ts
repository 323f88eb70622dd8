import { jest } from '@jest/globals';
import { fails, fakeClock, fate, hangs } from '@watertight/testing';
import { answers, caught, down, open, policies, stateOf } from './breaker.fixture.ts';
import { deferred } from './deferred.fixture.ts';
import { BreakerOpenError, definePolicies, MINUTE, pipeline, SECOND, type StateEvent } from '../src/index.ts';

const isOpenError = expect.objectContaining({ name: 'BreakerOpenError' });

describe('a closed breaker', () => {
  const clock = fakeClock();

  it('stays closed at the 4th failure in a row and opens at the 5th, whose caller gets its own error; the 6th runs nothing', async () => {
    const calls = pipeline(policies.search);
    const action = fails(down);
    for (let call = 1; call <= 4; call++) expect(await caught(calls.run(action))).toBe(down);
    expect(calls.snapshot().breaker).toStrictEqual({ state: 'closed', failuresInRow: 4, retryInMs: 0 });
    expect(await caught(calls.run(action))).toBe(down);
    expect(calls.snapshot().breaker).toEqual({ state: 'open', failuresInRow: 0, retryInMs: 30 * SECOND });

    const sixth = await caught(calls.run(action));
    expect(sixth).toBeInstanceOf(BreakerOpenError);
    expect(sixth).toMatchObject({
      name: 'BreakerOpenError',
      code: 'breaker-open',
      policy: 'search',
      attempts: 0,
      retryInMs: 30 * SECOND,
    });
    expect(action).toHaveBeenCalledTimes(5);
  });

  it('never opens at 80 % failures that are never 5 in a row', async () => {
    const calls = pipeline(policies.search);
    for (let call = 1; call <= 1000; call++) await caught(calls.run<unknown>(call % 5 === 0 ? answers : fails(down)));
    expect(stateOf(calls)).toBe('closed');
  });

  it('opens once when 200 fail at the same time: one event, one timer', async () => {
    const calls = pipeline(policies.search);
    const heard: StateEvent[] = [];
    calls.on('state', event => heard.push(event));
    const { action, fail } = deferred();
    const all = Array.from({ length: 200 }, () => caught(calls.run(action)));
    for (let run = 0; run < 200; run++) fail(run, down);
    await Promise.all(all);
    expect(heard).toEqual([{ policy: 'search', from: 'closed', to: 'open' }]);
    expect(jest.getTimerCount()).toBe(1);
  });

  it('counts in the order calls settle, not in the order they start; a success among them begins anew', async () => {
    const calls = pipeline(policies.search);
    const { action, succeed, fail } = deferred();
    const all = Array.from({ length: 10 }, () => caught(calls.run(action)));
    for (const run of [9, 8, 7, 6]) fail(run);
    await Promise.all(all.slice(6));
    succeed(0);
    await all[0];
    expect(calls.snapshot().breaker?.failuresInRow).toBe(0);
    for (const run of [5, 4, 3, 2]) fail(run);
    await Promise.all(all.slice(2));
    expect(stateOf(calls)).toBe('closed');
    fail(1);
    await all[1];
    expect(stateOf(calls)).toBe('open');
  });

  it('lets an outcome that says nothing neither count nor begin anew; a 404 and a good result begin anew, a bad result counts', async () => {
    const calls = pipeline(policies.judged);
    for (let call = 1; call <= 4; call++) await caught(calls.run(fails(down)));
    expect(await caught(calls.run(fails('nobody knows')))).toBe('nobody knows');
    expect(calls.snapshot().breaker?.failuresInRow).toBe(4);
    await caught(calls.run(fails(404)));
    expect(calls.snapshot().breaker?.failuresInRow).toBe(0);

    for (let call = 1; call <= 5; call++) expect(await calls.run(() => 'garbage')).toBe('garbage');
    expect(stateOf(calls)).toBe('open');
  });

  it('keeps result and count when the judge throws', async () => {
    const { broken } = definePolicies({
      broken: {
        breaker: {},
        judge: () => {
          throw new Error('a mistake');
        },
      },
    });
    const calls = pipeline(broken);
    for (let call = 1; call <= 4; call++) expect(await caught(calls.run(fails(down)))).toBe(down);
    expect(await calls.run(answers)).toBe('answer');
    expect(calls.snapshot().breaker).toMatchObject({ state: 'closed', failuresInRow: 0 });
    for (let call = 1; call <= 5; call++) expect(await caught(calls.run(fails(down)))).toBe(down);
    expect(stateOf(calls)).toBe('open');
  });

  it("tells opossum's listeners of successes and failures by the judge's word", async () => {
    const calls = pipeline(policies.judged);
    const heard: unknown[][] = [];
    for (const name of ['success', 'failure']) calls.circuit?.on(name, what => heard.push([name, what]));
    for (const action of [answers, () => 'garbage', fails(404), fails(down)]) await caught(calls.run<unknown>(action));
    expect(heard).toEqual([
      ['success', 'answer'],
      ['failure', expect.objectContaining({ result: 'garbage' })],
      ['success', 404],
      ['failure', down],
    ]);
  });

  it('counts an action that throws at once, once, as a rejection', async () => {
    const calls = pipeline(policies.search);
    const throwing = () => {
      throw down;
    };
    expect(await caught(calls.run(throwing))).toBe(down);
    expect(calls.snapshot().breaker?.failuresInRow).toBe(1);
  });

  it.each([
    ['a value', () => 7, { value: 7 }],
    ['undefined', () => undefined, { value: undefined }],
    ['null', () => null, { value: null }],
    // oxlint-disable-next-line unicorn/no-thenable
    ['a foreign thenable', () => ({ then: (done: (value: number) => void) => done(7) }), { value: 7 }],
    ['a rejection with null', () => Promise.reject(null), null],
    ['a rejection with undefined', () => Promise.reject(undefined), undefined],
    ['a rejection with a string', () => Promise.reject('down'), 'down'],
  ])('hands on %s', async (_, action: () => unknown, outcome) => {
    const calls = pipeline(policies.search);
    expect(await caught(calls.run(action))).toEqual(outcome);
    const isSuccess = typeof outcome === 'object' && outcome !== null;
    expect(calls.snapshot().breaker?.failuresInRow).toBe(isSuccess ? 0 : 1);
  });

  it("takes a refusal by an opossum of the action's own for its failure, not for a refusal of ours", async () => {
    const calls = pipeline(policies.search);
    const theirs = Object.assign(new Error('Breaker is open'), { code: 'EOPENBREAKER' });
    expect(await caught(calls.run(fails(theirs)))).toBe(theirs);
    expect(calls.snapshot()).toMatchObject({ breaker: { failuresInRow: 1 }, counts: { failed: 1, refused: 0 } });
  });

  it('does not count a caller who left, who sees the reason', async () => {
    const calls = pipeline(policies.search);
    for (let call = 1; call <= 10; call++) {
      const leaving = new AbortController();
      const call = caught(calls.run(hangs(), { signal: leaving.signal }));
      leaving.abort('gone');
      expect(await call).toBe('gone');
    }
    expect(calls.snapshot().breaker).toMatchObject({ state: 'closed', failuresInRow: 0 });
  });

  it('gives a call as long as it takes: only probes have a lease', async () => {
    const calls = pipeline(policies.search);
    for (let call = 1; call <= 5; call++) void fate(calls.run(hangs()));
    expect(jest.getTimerCount()).toBe(0);
    await clock.advance(MINUTE);
    expect(calls.snapshot().breaker).toMatchObject({ state: 'closed', failuresInRow: 0 });
  });

  it('does not count refusals of ours: no seat, no time, an attempt cut by the deadline, another breaker that is open', async () => {
    const calls = pipeline(policies.full);
    void fate(calls.run(hangs(), { deadlineMs: 100 }));
    for (let call = 1; call <= 10; call++) await caught(calls.run(hangs()));
    await clock.advance(100);
    const other = pipeline(policies.search);
    await open(other);
    for (let call = 1; call <= 10; call++) {
      await caught(calls.run(hangs(), { deadlineMs: 0 }));
      expect(await caught(calls.run(() => other.run(answers)))).toEqual(isOpenError);
    }
    expect(calls.snapshot().breaker).toMatchObject({ state: 'closed', failuresInRow: 0 });
  });

  it('counts every attempt, so that it stops the retries: the third is refused, and the refusal knows of two', async () => {
    const calls = pipeline(policies.retried);
    const action = fails(down);
    const call = fate(calls.run(action));
    await clock.advance(10 * SECOND);
    expect(call).toMatchObject({ state: 'rejected', error: { name: 'BreakerOpenError', attempts: 2 } });
    expect(action).toHaveBeenCalledTimes(2);
    expect(calls.snapshot().counts).toMatchObject({ refused: 1, failed: 0 });
  });
});
