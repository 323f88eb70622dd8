import { jest } from '@jest/globals';
import { fakeClock, fate, hangs } from '@watertight/testing';
import { DeadlinePassedError, definePolicies, pipeline, TimeoutError } from '../src/index.ts';
import { answersAfter } from './answers-after.fixture.ts';

const policies = definePolicies({
  search: { timeout: { afterMs: 300 } },
  queued: { bulkhead: { running: 1, waiting: 10, maxWaitMs: 500 }, timeout: { afterMs: 300 } },
});

describe('a deadline', () => {
  const clock = fakeClock();

  it('ends an attempt before its own limit, as a refusal that counts for nothing', async () => {
    const search = pipeline(policies.search);
    const call = fate(search.run(hangs(), { deadlineMs: 200 }));

    await clock.advance(199);
    expect(call.state).toBe('pending');
    await clock.advance(1);
    expect(call).toMatchObject({
      state: 'rejected',
      error: { name: 'DeadlinePassedError', code: 'deadline-passed', policy: 'search', attempts: 1 },
    });
    expect(search.snapshot().counts).toMatchObject({ refused: 1, failed: 0, timedOut: 0 });
  });

  it("leaves the attempt its own limit where that comes first or at the same time, as the dependency's failure", async () => {
    const search = pipeline(policies.search);
    const calls = [301, 300, 299.5].map(deadlineMs => fate(search.run(hangs(), { deadlineMs })));
    await clock.advance(300);
    expect(calls.map(call => (call as { error: unknown }).error)).toEqual([
      expect.any(TimeoutError),
      expect.any(TimeoutError),
      expect.any(TimeoutError),
    ]);
  });

  it('is what the attempt is told, and caps its limit', async () => {
    const search = pipeline(policies.search);
    const told = (deadlineMs: number) =>
      search.run(({ remainingMs, limitMs }) => ({ remainingMs, limitMs }), { deadlineMs });
    expect(await told(800)).toEqual({ remainingMs: 800, limitMs: 300 });
    expect(await told(200)).toEqual({ remainingMs: 200, limitMs: 200 });
  });

  it('includes the time in the queue', async () => {
    const queued = pipeline(policies.queued);
    void fate(queued.run(hangs()));
    const waiter = fate(queued.run(({ remainingMs }) => remainingMs, { deadlineMs: 400 }));
    await clock.advance(300);
    expect(waiter).toEqual({ state: 'resolved', value: 100 });
  });

  it('that passes in the queue frees the place at once, and nothing runs', async () => {
    const queued = pipeline(policies.queued);
    void fate(queued.run(hangs()));
    const action = hangs();
    const waiter = fate(queued.run(action, { deadlineMs: 100 }));
    await clock.advance(100);
    expect(waiter).toMatchObject({ state: 'rejected', error: { name: 'DeadlinePassedError', attempts: 0 } });
    expect(queued.snapshot().bulkhead).toMatchObject({ running: 1, waiting: 0 });
    await clock.advance(1000);
    expect(action).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('with less than 20 ms left when a seat comes free starts no attempt', async () => {
    const queued = pipeline(policies.queued);
    void fate(queued.run(hangs()));
    const action = hangs();
    const waiter = fate(queued.run(action, { deadlineMs: 319 }));
    await clock.advance(300);
    expect(waiter).toMatchObject({ state: 'rejected', error: { name: 'DeadlinePassedError', attempts: 0 } });
    expect(action).not.toHaveBeenCalled();
    expect(queued.snapshot().bulkhead).toMatchObject({ running: 0, waiting: 0 });
  });

  it.each([0, -1, -Infinity, 19])('of %p ms is refused before anything is asked', async deadlineMs => {
    const action = hangs();
    await expect(pipeline(policies.search).run(action, { deadlineMs })).rejects.toThrow(DeadlinePassedError);
    expect(action).not.toHaveBeenCalled();
  });

  it('that comes with the longest wait for a seat leaves the refusal to the bulkhead', async () => {
    const queued = pipeline(policies.queued);
    queued.switch('timeout', false);
    void fate(queued.run(hangs()));
    const calls = [500, 499].map(deadlineMs => fate(queued.run(hangs(), { deadlineMs })));
    await clock.advance(500);
    expect(calls).toMatchObject(['BulkheadFullError', 'DeadlinePassedError'].map(name => ({ error: { name } })));
  });

  it('of 20 ms is the least with which an attempt starts', async () => {
    expect(await pipeline(policies.search).run(({ remainingMs }) => remainingMs, { deadlineMs: 20 })).toBe(20);
  });

  it('of less is refused at once, not after a wait for a seat', async () => {
    const queued = pipeline(policies.queued);
    void fate(queued.run(hangs()));
    const call = fate(queued.run(hangs(), { deadlineMs: 19 }));
    await clock.advance(0);
    expect(call).toMatchObject({ state: 'rejected', error: { name: 'DeadlinePassedError' } });
  });

  it.each([NaN, Infinity, undefined, '200' as never, null as never])('of %p is none', async deadlineMs => {
    expect(await pipeline(policies.search).run(({ remainingMs }) => remainingMs, { deadlineMs })).toBe(Infinity);
  });

  it('of a hundred years is kept without a timer that overflows and fires at once', async () => {
    const search = pipeline(policies.search);
    search.switch('timeout', false);
    const call = fate(search.run(hangs(), { deadlineMs: 100 * 365 * 24 * 3600 * 1000 }));
    await clock.advance(60_000);
    expect(call.state).toBe('pending');
  });

  it('switched off bounds nothing', async () => {
    const search = pipeline(policies.search);
    search.switch('deadline', false);
    const call = fate(search.run(hangs(), { deadlineMs: 100 }));
    await clock.advance(299);
    expect(call.state).toBe('pending');
  });
});

describe('a deadline handed from hop to hop', () => {
  const clock = fakeClock();

  it('only shrinks: what is left when each hop asks the next', async () => {
    const hop = pipeline(policies.search);
    const later = async <T>(afterMs: number, ask: () => Promise<T>): Promise<T> => {
      await answersAfter(afterMs)();
      return await ask();
    };
    const chain = fate(
      hop.run(
        async first =>
          await later(30, () =>
            hop.run(
              async second =>
                await later(40, () =>
                  hop.run(third => [first.remainingMs, second.remainingMs, third.remainingMs], {
                    deadlineMs: second.remainingMs - 40,
                  }),
                ),
              { deadlineMs: first.remainingMs - 30 },
            ),
          ),
        { deadlineMs: 250 },
      ),
    );
    await clock.advance(100);
    expect(chain).toEqual({ state: 'resolved', value: [250, 220, 180] });
  });
});
