import { jest } from '@jest/globals';
import { fails, fakeClock, fate, hangs } from '@watertight/testing';
import { definePolicies, FallbackFailedError, pipeline } from '../src/index.ts';

const down = new Error('down');

describe('a fallback', () => {
  const clock = fakeClock();

  it("answers instead, once, with the call's error in hand", async () => {
    const bestsellers = jest.fn<(error: unknown) => string>(() => 'bestsellers');
    const { shelf } = definePolicies({ shelf: { fallback: bestsellers, timeout: {} } });
    const calls = pipeline(shelf);
    expect(await calls.run(fails(down))).toBe('bestsellers');
    expect(bestsellers.mock.calls).toEqual([[down]]);
    expect(calls.snapshot().counts).toMatchObject({ calls: 1, fallback: 1, failed: 0, ok: 0 });
  });

  it('is not asked when the call succeeds', async () => {
    const bestsellers = jest.fn(() => 'bestsellers');
    const { shelf } = definePolicies({ shelf: { fallback: bestsellers } });
    expect(await pipeline(shelf).run(() => 'fresh')).toBe('fresh');
    expect(bestsellers).not.toHaveBeenCalled();
  });

  it('answers refusals and passed limits too', async () => {
    const seen: string[] = [];
    const { shelf } = definePolicies({
      shelf: {
        fallback: (error: unknown) => void seen.push((error as Error).name),
        bulkhead: { running: 1 },
        timeout: { afterMs: 300 },
      },
    });
    const calls = pipeline(shelf);
    void fate(calls.run(hangs()));
    await calls.run(hangs());
    await calls.run(hangs(), { deadlineMs: 0 });
    await clock.advance(300);
    expect(seen).toEqual(['BulkheadFullError', 'DeadlinePassedError', 'TimeoutError']);
  });

  it("of the call wins over the policy's", async () => {
    const { shelf } = definePolicies({ shelf: { fallback: () => 'the policy' } });
    expect(await pipeline(shelf).run(fails(down), { fallback: () => 'the call' })).toBe('the call');
  });

  it('that fails itself surfaces with both errors', async () => {
    const broken = new Error('the substitute is broken');
    const { shelf } = definePolicies({ shelf: { fallback: () => Promise.reject(broken) } });
    const calls = pipeline(shelf);
    const error = await calls.run(fails(down)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(FallbackFailedError);
    expect(error).toMatchObject({ name: 'FallbackFailedError', code: 'fallback-failed', cause: down });
    expect((error as FallbackFailedError).errors).toEqual([down, broken]);
    expect(calls.snapshot().counts).toMatchObject({ failed: 1, fallback: 0 });
  });

  it('that throws at once does the same', async () => {
    const { shelf } = definePolicies({
      shelf: {
        fallback: () => {
          throw new TypeError('no substitute');
        },
      },
    });
    await expect(pipeline(shelf).run(fails(down))).rejects.toMatchObject({
      errors: [down, { message: 'no substitute' }],
    });
  });

  it('that hands the same error on has nothing to offer: the error itself surfaces', async () => {
    const { shelf } = definePolicies({
      shelf: {
        fallback: (error: unknown) => {
          throw error;
        },
      },
    });
    await expect(pipeline(shelf).run(fails(down))).rejects.toBe(down);
  });

  it('is not run for a caller who has left, unless asked', async () => {
    const substitute = jest.fn(() => 'substitute');
    const { shelf } = definePolicies({ shelf: { fallback: substitute } });
    const calls = pipeline(shelf);
    const leaving = new AbortController();
    const left = fate(calls.run(hangs(), { signal: leaving.signal }));
    const asked = fate(calls.run(hangs(), { signal: leaving.signal, fallbackWhenAborted: true }));
    leaving.abort('gone');
    await clock.advance(0);
    const late = fate(calls.run(hangs(), { signal: leaving.signal }));
    await clock.advance(0);
    expect([left, late]).toEqual([1, 2].map(() => ({ state: 'rejected', error: 'gone' })));
    expect(asked).toEqual({ state: 'resolved', value: 'substitute' });
    expect(substitute).toHaveBeenCalledTimes(1);
  });

  it('is not run for a caller who left just before the pipeline was closed', async () => {
    const substitute = jest.fn(() => 'substitute');
    const { shelf } = definePolicies({ shelf: { fallback: substitute } });
    const calls = pipeline(shelf);
    const leaving = new AbortController();
    const left = fate(calls.run(hangs(), { signal: leaving.signal }));
    leaving.abort('gone');
    calls.close();
    await clock.advance(0);
    expect(left).toEqual({ state: 'rejected', error: 'gone' });
    expect(substitute).not.toHaveBeenCalled();
  });

  it('under way when its caller leaves goes on, and no attempt counts as abandoned', async () => {
    const substitute = Promise.withResolvers<string>();
    const { shelf } = definePolicies({ shelf: { fallback: () => substitute.promise, bulkhead: {} } });
    const calls = pipeline(shelf);
    const leaving = new AbortController();
    const call = fate(calls.run(fails(down), { signal: leaving.signal }));
    await clock.advance(0);
    leaving.abort('gone');
    expect(calls.snapshot().bulkhead?.abandoned).toBe(0);
    substitute.resolve('bestsellers');
    await clock.advance(0);
    expect(call).toEqual({ state: 'resolved', value: 'bestsellers' });
  });

  it('holds no seat of the bulkhead', async () => {
    const { shelf } = definePolicies({
      shelf: { fallback: () => new Promise<never>(() => {}), bulkhead: { running: 1 } },
    });
    const calls = pipeline(shelf);
    void fate(calls.run(fails(down)));
    await clock.advance(0);
    expect(await calls.run(() => 'seated')).toBe('seated');
  });

  it('switched off lets the error through', async () => {
    const { shelf } = definePolicies({ shelf: { fallback: () => 'substitute' } });
    const calls = pipeline(shelf);
    calls.switch('fallback', false);
    await expect(calls.run(fails(down))).rejects.toBe(down);
  });
});
