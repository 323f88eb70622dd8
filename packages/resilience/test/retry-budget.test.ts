import { fails, fakeClock, fate } from '@watertight/testing';
import { definePolicies, MINUTE, pipeline, SECOND } from '../src/index.ts';

const down = new Error('down');
const policies = definePolicies({ plain: { retry: { jitter: 'none' } } });

describe('the retry budget', () => {
  const clock = fakeClock();

  it('gives a lone call its five attempts, and the next ones six retries more: the burst of 10', async () => {
    const plain = pipeline(policies.plain);
    const lone = fails(down);
    void fate(plain.run(lone));
    await clock.advance(1500);
    expect(lone).toHaveBeenCalledTimes(5);
    // 10 − 4, and 1.5 of 1.5 s.
    expect(plain.snapshot().retry?.budget).toBeCloseTo(7.5, 6);
  });

  it('is earned by calls: a tenth of a retry each', async () => {
    const plain = pipeline(policies.plain);
    plain.set({ perSecond: 0 });
    void fate(plain.run(fails(down)));
    await clock.advance(1500);
    expect(plain.snapshot().retry?.budget).toBeCloseTo(6, 6);
    for (let call = 0; call < 5; call++) await plain.run(() => 'answer');
    expect(plain.snapshot().retry?.budget).toBeCloseTo(6.5, 6);
  });

  it.each([1, 10, 200])(
    'bounds what a storm of 10,000 calls from %i callers at once adds: 10 %%, 1 a second, and the burst',
    async callers => {
      const plain = pipeline(policies.plain);
      const action = fails(down);
      for (let call = 0; call < 10_000; call += callers) {
        for (let caller = 0; caller < callers; caller++) void fate(plain.run(action));
        await clock.advance(callers); // 1000 calls a second for 10 s
      }
      await clock.advance(10 * SECOND);
      const retries = action.mock.calls.length - 10_000;
      expect(retries).toBeLessThanOrEqual(1000 + 20 + 10);
      // What a crowd earns in one moment beyond the burst is not banked.
      expect(retries).toBeGreaterThanOrEqual(callers === 200 ? 500 : 1000);
    },
  );

  it('refuses a retry with the last error itself, and says so', async () => {
    const plain = pipeline(policies.plain);
    plain.set({ burst: 0 });
    const refused: unknown[] = [];
    plain.on('refused', event => refused.push(event));
    const action = fails(down);
    await expect(plain.run(action)).rejects.toBe(down);
    expect(action).toHaveBeenCalledTimes(1);
    expect(refused).toEqual([{ policy: 'plain', reason: 'budget_exhausted', error: down }]);
    expect(plain.snapshot().counts).toMatchObject({ failed: 1, refused: 0 });
  });

  it('refills with time, 1 a second, and banks no more than its burst in an idle hour', async () => {
    const plain = pipeline(policies.plain);
    for (let call = 0; call < 20; call++) void fate(plain.run(fails(down)));
    await clock.advance(0);
    const left = plain.snapshot().retry!.budget;
    expect(left).toBeLessThan(1);
    await clock.advance(3 * SECOND);
    expect(plain.snapshot().retry?.budget).toBeGreaterThan(1);
    await clock.advance(60 * MINUTE);
    expect(plain.snapshot().retry?.budget).toBe(10);
  });
});
