import { getEventListeners } from 'node:events';
import { jest } from '@jest/globals';
import { fakeClock, fate, hangs } from '@watertight/testing';
import { type Attempt, definePolicies, pipeline, TimeoutError } from '../src/index.ts';

const policies = definePolicies({ bank: { timeout: { afterMs: 300 } }, unlimited: {} });

describe('a fixed timeout of 300 ms', () => {
  const clock = fakeClock();

  it('releases the caller at 300 ms, not before, though the action ignores its signal', async () => {
    const call = fate(pipeline(policies.bank).run(hangs()));

    await clock.advance(299);
    expect(call.state).toBe('pending');

    await clock.advance(1);
    expect(call).toMatchObject({
      state: 'rejected',
      error: { name: 'TimeoutError', code: 'timeout', policy: 'bank', timeoutMs: 300 },
    });
    expect((call as { error: unknown }).error).toBeInstanceOf(TimeoutError);
  });

  it('aborts the signal with the error the caller gets', async () => {
    let signal: AbortSignal | undefined;
    const call = fate(
      pipeline(policies.bank).run(attempt => {
        ({ signal } = attempt);
        return new Promise(() => {});
      }),
    );
    expect(signal?.aborted).toBe(false);

    await clock.advance(300);
    expect(signal?.aborted).toBe(true);
    expect(signal?.reason).toBe((call as { error: unknown }).error);
  });

  it('hands out an aborted signal when it is first read after the limit', async () => {
    let attempt: Attempt | undefined;
    void fate(
      pipeline(policies.bank).run(given => {
        attempt = given;
        return new Promise(() => {});
      }),
    );
    await clock.advance(300);

    expect(attempt?.signal.aborted).toBe(true);
    expect(attempt?.signal.reason).toBeInstanceOf(TimeoutError);
  });

  it('leaves no timer, and an unaborted signal, when the action ends first', async () => {
    let signal: AbortSignal | undefined;
    const answer = await pipeline(policies.bank).run(attempt => {
      ({ signal } = attempt);
      return Promise.resolve('answer');
    });
    expect(answer).toBe('answer');
    expect(jest.getTimerCount()).toBe(0);

    await clock.advance(300);
    expect(signal?.aborted).toBe(false);
  });

  it('drops what the action answers after 300 ms, result or error, without an unhandled rejection', async () => {
    const bank = pipeline(policies.bank);
    const late = Promise.withResolvers<string>();
    const lateError = Promise.withResolvers<string>();
    const calls = [fate(bank.run(() => late.promise)), fate(bank.run(() => lateError.promise))];
    await clock.advance(300);
    const unhandled: unknown[] = [];
    process.once('unhandledRejection', error => unhandled.push(error));

    late.resolve('too late');
    lateError.reject(new Error('too late'));
    await clock.advance(1);

    expect(unhandled).toEqual([]);
    expect(calls.map(call => (call as { error: unknown }).error)).toEqual([
      expect.any(TimeoutError),
      expect.any(TimeoutError),
    ]);
  });

  it('counts the attempt as timed out, once', async () => {
    const bank = pipeline(policies.bank);
    void fate(bank.run(hangs()));
    await clock.advance(3000);
    expect(bank.snapshot().counts).toMatchObject({ calls: 1, failed: 1, timedOut: 1 });
  });

  it('is switched off and on again at run time, and its limit is set there', async () => {
    const bank = pipeline(policies.bank);
    bank.switch('timeout', false);
    const unlimited = fate(bank.run(hangs()));
    bank.switch('timeout', true);
    bank.set({ afterMs: 50 });
    const short = fate(bank.run(hangs()));

    await clock.advance(50);
    expect([unlimited.state, short.state]).toEqual(['pending', 'rejected']);
    expect(bank.snapshot().timeout).toEqual({ limitMs: 50, p99Ms: null, samples: 0 });
  });

  it('tells the action its limit, and no deadline where there is none', async () => {
    expect(
      await pipeline(policies.bank).run(({ number, remainingMs, limitMs }) => ({ number, remainingMs, limitMs })),
    ).toEqual({
      number: 1,
      remainingMs: Infinity,
      limitMs: 300,
    });
    expect(await pipeline(policies.unlimited).run(({ limitMs }) => limitMs)).toBe(Infinity);
    void fate(pipeline(policies.unlimited).run(hangs()));
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe("a caller's signal", () => {
  const clock = fakeClock();

  const listenersOn = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

  it('has no listener left after 100,000 calls, nor after 1,000 in flight were cut off', async () => {
    const { signal } = new AbortController();
    const bank = pipeline(policies.bank);
    for (let call = 0; call < 100_000; call++) await bank.run(() => call, { signal });
    expect(listenersOn(signal)).toBe(0);

    const inFlight = Array.from({ length: 1000 }, () => fate(bank.run(hangs(), { signal })));
    expect(listenersOn(signal)).toBe(1000);
    await clock.advance(300);
    expect(listenersOn(signal)).toBe(0);
    expect(inFlight.every(call => call.state === 'rejected')).toBe(true);
  });

  it('ends the wait with its own reason, and passes it to the action', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const reason = { theVisitor: 'left' };
    let inner: AbortSignal | undefined;
    const bank = pipeline(policies.bank);
    const call = fate(
      bank.run(
        attempt => {
          inner = attempt.signal;
          return new Promise(() => {});
        },
        { signal },
      ),
    );

    controller.abort(reason);
    await clock.advance(0);
    expect(call).toEqual({ state: 'rejected', error: reason });
    expect((call as { error: unknown }).error).toBe(reason);
    expect(inner?.reason).toBe(reason);
    expect(listenersOn(signal)).toBe(0);
    expect(bank.snapshot().counts).toMatchObject({ calls: 1, ignored: 1, failed: 0 });
  });

  it('that has already aborted lets nothing run', async () => {
    const action = hangs();
    const call = fate(pipeline(policies.bank).run(action, { signal: AbortSignal.abort('gone') }));
    await clock.advance(0);
    expect(call).toEqual({ state: 'rejected', error: 'gone' });
    expect(action).not.toHaveBeenCalled();
  });
});
