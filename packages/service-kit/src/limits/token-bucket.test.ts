import { MINUTE, SECOND } from '@watertight/resilience';
import { type Bucket, type Limit, takeFrom } from './token-bucket.ts';

/** One visitor at one limit, with a clock of its own. */
function visitor(limit: Limit) {
  let bucket: Bucket = { used: 0, atMs: 0 };
  let nowMs = 0;
  return {
    /** Returns what it has to wait, in ms. */
    take: () => {
      const taken = takeFrom(bucket, limit, nowMs);
      ({ bucket } = taken);
      return taken.waitMs;
    },
    waits: (ms: number) => void (nowMs += ms),
  };
}

const times = <T>(count: number, what: () => T): T[] => Array.from({ length: count }, what);

describe('a bucket of 5 that refills once in 10 s', () => {
  const limit = { burst: 5, refillMs: 10 * SECOND };

  it('gives 5 at once, and then says when the next one is there', () => {
    const one = visitor(limit);
    expect(times(5, one.take)).toEqual([0, 0, 0, 0, 0]);
    expect(times(2, one.take)).toEqual([10 * SECOND, 10 * SECOND]);
    one.waits(4 * SECOND);
    expect(one.take()).toBe(6 * SECOND);
    one.waits(6 * SECOND);
    expect(times(2, one.take)).toEqual([0, 10 * SECOND]);
  });

  it('is full again after 50 s, and holds no more than 5', () => {
    const one = visitor(limit);
    times(5, one.take);
    one.waits(60 * MINUTE);
    expect(times(6, one.take).filter(waitMs => waitMs === 0)).toHaveLength(5);
  });
});

describe('beyond a burst of 2, a delay that grows from 1 s to 8 s', () => {
  const limit = { burst: 2, refillMs: 10 * MINUTE, growingDelay: { firstMs: 1 * SECOND, maxMs: 8 * SECOND } };

  it('doubles with each one that is taken, and not with those that are refused', () => {
    const one = visitor(limit);
    times(2, one.take);
    const delays = times(6, () => {
      const [waitMs = 0] = times(3, one.take);
      one.waits(waitMs - 1);
      expect(one.take()).toBe(1);
      one.waits(1);
      expect(one.take()).toBe(0);
      return waitMs;
    });
    expect(delays).toEqual([1, 2, 4, 8, 8, 8].map(seconds => seconds * SECOND));
  });

  it('is forgotten within an hour, also after a thousand', () => {
    const one = visitor(limit);
    times(1000, () => (one.take(), one.waits(8 * SECOND)));
    one.waits(60 * MINUTE);
    expect(times(2, one.take)).toEqual([0, 0]);
  });
});

it('a first delay without a burst makes the first one wait, whatever came before', () => {
  const one = visitor({ burst: 0, refillMs: MINUTE, growingDelay: { firstMs: 10 * SECOND, maxMs: MINUTE } });
  expect(one.take()).toBe(10 * SECOND);
  one.waits(10 * SECOND);
  expect(times(2, one.take)).toEqual([0, 20 * SECOND]);
});

it('a clock that goes back an hour is no hour of waiting', () => {
  const limit = { burst: 1, refillMs: 10 * SECOND };
  const { bucket, waitMs } = takeFrom({ used: 1, atMs: 60 * MINUTE }, limit, 0);
  expect(waitMs).toBe(10 * SECOND);
  expect(takeFrom(bucket, limit, 10 * SECOND).waitMs).toBe(0);
});
