import { until } from '@watertight/testing';
import {
  callerSignal,
  currentRequest,
  remainingMs,
  shielded,
  shieldedWorkDone,
  withRequestContext,
} from './request-context.ts';

describe('a request', () => {
  it('has no limit outside of one', () => {
    expect(remainingMs()).toBe(Infinity);
    expect(callerSignal()).toBeUndefined();
  });

  it('has what its caller granted, and never less than nothing', () => {
    const granted = (deadlineAtMs: number) =>
      withRequestContext({ caller: 'storefront', deadlineAtMs, signal: undefined }, remainingMs);
    expect(granted(performance.now() + 100)).toBeGreaterThan(90);
    expect(granted(performance.now() - 100)).toBe(0);
  });
});

describe('shielded work', () => {
  it('keeps its own limit and its caller’s name, and nothing else of the caller', async () => {
    const gone = AbortSignal.abort();
    const seen = await withRequestContext({ caller: 'storefront', deadlineAtMs: performance.now(), signal: gone }, () =>
      shielded(5000, async () => ({ left: remainingMs(), signal: callerSignal(), caller: currentRequest()?.caller })),
    );
    expect(seen).toMatchObject({ signal: undefined, caller: 'storefront' });
    expect(seen.left).toBeGreaterThan(4000);
  });

  it('is waited for at the end, also when it fails', async () => {
    const { promise, reject } = Promise.withResolvers<never>();
    const work = shielded(5000, () => promise);
    let done = false;
    void shieldedWorkDone().then(() => (done = true));
    await Promise.resolve();
    expect(done).toBe(false);
    reject(new Error('the bank said no'));
    await expect(work).rejects.toThrow('the bank said no');
    await until(() => done, { withinMs: 100 });
  });
});
