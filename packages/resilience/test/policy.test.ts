import { definePolicies, type Pipeline, pipeline, PolicyError } from '../src/index.ts';

const refusal = (policies: unknown) => {
  try {
    definePolicies(policies as Record<string, object>);
    return 'accepted';
  } catch (error) {
    return error instanceof PolicyError ? error.message : error;
  }
};

describe('definePolicies', () => {
  it('names each policy by its key and fills in the defaults', () => {
    const { search, badge } = definePolicies({
      search: { breaker: {}, bulkhead: {}, retry: {}, timeout: {} },
      badge: { service: 'checkout', timeout: { maxMs: 700 } },
    });
    expect(search).toEqual({
      name: 'search',
      service: 'search',
      deadline: { minRemainingMs: 20 },
      bulkhead: { running: 50, waiting: 0, maxWaitMs: 500 },
      retry: {
        attempts: 5,
        firstDelayMs: 100,
        factor: 2,
        maxDelayMs: 10_000,
        jitter: 'full',
        budget: { ratio: 0.1, burst: 10, perSecond: 1 },
      },
      breaker: {
        failuresToOpen: 5,
        openJitter: 0.2,
        openMs: 30_000,
        unreachableOpenMs: 30_000,
        probes: 3,
        successesToClose: 2,
        probeTimeoutMs: 10_000,
      },
      timeout: { afterMs: 1000 },
    });
    expect(badge).toMatchObject({
      name: 'badge',
      service: 'checkout',
      timeout: { p99Times: 3, minMs: 50, maxMs: 700, untilMeasuredMs: 700, samplesNeeded: 300 },
    });
    expect(badge).not.toHaveProperty('bulkhead');
  });

  it.each([
    [
      { search: { bulkhead: { running: -1 } } },
      'search.bulkhead.running: a whole number from 1 to 1000000 expected, not -1',
    ],
    [
      { search: { bulkhead: { running: NaN } } },
      'search.bulkhead.running: a whole number from 1 to 1000000 expected, not NaN',
    ],
    [
      { search: { bulkhead: { running: 1.5 } } },
      'search.bulkhead.running: a whole number from 1 to 1000000 expected, not 1.5',
    ],
    [
      { search: { bulkhead: { running: Infinity } } },
      'search.bulkhead.running: a whole number from 1 to 1000000 expected, not Infinity',
    ],
    [
      { search: { bulkhead: { waiting: '10' } } },
      'search.bulkhead.waiting: a whole number from 0 to 1000000 expected, not "10"',
    ],
    [
      { search: { timeout: { afterMs: 0 } } },
      'search.timeout.afterMs: a whole number from 1 to 600000 expected, not 0',
    ],
    [
      { search: { timeout: { afterMs: 1e12 } } },
      'search.timeout.afterMs: a whole number from 1 to 600000 expected, not 1000000000000',
    ],
    [
      { search: { bulkhead: { runing: 1 } } },
      'search.bulkhead.runing: unknown option; known here: running, waiting, maxWaitMs',
    ],
    [
      { search: { breaker: { openMs: 999 } } },
      'search.breaker.openMs: a whole number from 1000 to 600000 expected, not 999',
    ],
    [
      { search: { breaker: { successesToClose: 4 } } },
      'search.breaker.successesToClose: at most the 3 probes expected, not 4',
    ],
    [{ search: { retry: { jitter: 'some' } } }, 'search.retry.jitter: one of full, equal, none expected, not "some"'],
    [
      { search: { retry: { budget: { ratio: -1 } } } },
      'search.retry.budget.ratio: a number from 0 to 10 expected, not -1',
    ],
    [{ search: { retry: { budget: 3 } } }, 'search.retry.budget: an object of options expected, not 3'],
    [{ search: { timeout: { p99Times: NaN } } }, 'search.timeout.p99Times: a number from 1 to 100 expected, not NaN'],
    [
      { search: { timeout: { minMs: 500, maxMs: 100 } } },
      'search.timeout.minMs: at most maxMs (100) expected, not 500',
    ],
    [
      { search: { timeout: { afterMs: 100, p99Times: 3 } } },
      'search.timeout.afterMs: unknown option; known here: p99Times, minMs, maxMs, untilMeasuredMs, samplesNeeded',
    ],
    [
      { search: { deadline: { usefulMs: 5, minRemainingMs: 5 } } },
      'search.deadline.usefulMs: the former name of minRemainingMs, which is given too',
    ],
    [
      { search: { breaker: { leaseMs: 1 } } },
      'search.breaker.probeTimeoutMs: a whole number from 100 to 600000 expected, not 1',
    ],
    [
      { search: { retry: { leaseMs: 500 } } },
      'search.retry.leaseMs: unknown option; known here: attempts, firstDelayMs, factor, maxDelayMs, jitter, budget',
    ],
    [{ search: { bulkhead: true } }, 'search.bulkhead: an object of options expected, not true'],
    [{ search: { timeout: null } }, 'search.timeout: an object of options expected, not null'],
    [{ search: 300 }, 'search: an object of options expected, not 300'],
    [{ search: { fallback: 'bestsellers' } }, 'search.fallback: a function expected'],
    [{ search: { service: '' } }, 'search.service: a name expected'],
    [null, 'policies: an object of options expected, not null'],
  ])('refuses %p', (policies, message) => {
    expect(refusal(policies)).toBe(message);
  });

  it.each([
    ['deadline', { minRemainingMs: '1 to 10000' }],
    ['bulkhead', { running: '1 to 1000000', waiting: '0 to 1000000', maxWaitMs: '1 to 600000' }],
    ['retry', { attempts: '1 to 100', firstDelayMs: '0 to 600000', factor: '1 to 100', maxDelayMs: '0 to 600000' }],
    ['retry.budget', { ratio: '0 to 10', burst: '0 to 10000', perSecond: '0 to 10000' }],
    [
      'breaker',
      {
        failuresToOpen: '1 to 1000',
        openMs: '1000 to 600000',
        unreachableOpenMs: '1000 to 600000',
        probes: '1 to 100',
      },
    ],
    ['breaker', { successesToClose: '1 to 100', probeTimeoutMs: '100 to 600000' }],
    ['timeout', { afterMs: '1 to 600000' }],
    ['timeout', { p99Times: '1 to 100', minMs: '1 to 600000', maxMs: '1 to 600000', untilMeasuredMs: '1 to 600000' }],
    ['timeout', { samplesNeeded: '1 to 1000000' }],
  ])('takes for %s numbers in the range that stands on the option, and none beside it', (path, ranges) => {
    const [strategy = '', inner] = path.split('.');
    for (const [option, range] of Object.entries(ranges)) {
      const [least = 0, most = 0] = range.split(' to ').map(Number);
      const said = (value: number) => {
        // A probe more than there is, or a floor above the ceiling, would be refused as well.
        const fitting = {
          successesToClose: { probes: 100 },
          minMs: { maxMs: most },
          maxMs: { minMs: 1 },
          probes: { successesToClose: 1 },
        }[option];
        const given = { ...fitting, [option]: value };
        return refusal({ search: { [strategy]: inner === undefined ? given : { [inner]: given } } });
      };
      expect([said(least), said(most)]).toEqual(['accepted', 'accepted']);
      for (const value of [least - 1, most + 1])
        expect(said(value)).toMatch(
          new RegExp(`^search\\.${path}\\.${option}: a (whole )?number from ${range} expected, not ${value}$`),
        );
    }
  });

  it('refuses a word that is no strategy, and one from the prototype', () => {
    expect(refusal({ search: { buklhead: {} } })).toMatch(
      /^search\.buklhead: unknown option; known here: service, fallback/,
    );
    expect(refusal({ search: { bulkhead: { constructor: 1 } } })).toMatch(
      /^search\.bulkhead\.constructor: unknown option/,
    );
  });

  it('is checked by the compiler as well', () => {
    // @ts-expect-error no such strategy
    expect(() => definePolicies({ search: { buklhead: {} } })).toThrow(PolicyError);
    // @ts-expect-error no such option
    expect(() => definePolicies({ search: { bulkhead: { runing: 1 } } })).toThrow(PolicyError);
    // @ts-expect-error no such option, two levels down
    expect(() => definePolicies({ search: { retry: { budget: { ration: 1 } } } })).toThrow(PolicyError);
    // @ts-expect-error no such option of a measured timeout
    expect(() => definePolicies({ search: { timeout: { p99Times: 3, leastMs: 50 } } })).toThrow(PolicyError);
    // @ts-expect-error no such jitter
    expect(() => definePolicies({ search: { retry: { jitter: 'some' } } })).toThrow(PolicyError);
    // @ts-expect-error no number
    expect(() => definePolicies({ search: { bulkhead: { running: '1' } } })).toThrow(PolicyError);
  });

  it('knows what a call may come to', async () => {
    const { plain, shelf } = definePolicies({ plain: {}, shelf: { fallback: () => null } });
    const number: number = await pipeline(plain).run(() => 1);
    const numberOrNull: number | null = await pipeline(shelf).run(() => 1);
    const numberOrText: number | string = await pipeline(plain).run(() => 1, { fallback: () => 'one' });
    // @ts-expect-error the fallback answers null
    const wrong: number = await pipeline(shelf).run(() => 1);
    const any: Pipeline = pipeline(plain);
    expect([number, numberOrNull, numberOrText, wrong, any.name]).toEqual([1, 1, 1, 1, 'plain']);
  });

  it('accepts the former names usefulMs and leaseMs', () => {
    const { search } = definePolicies({ search: { deadline: { usefulMs: 50 }, breaker: { leaseMs: 500 } } });
    expect(search.deadline).toEqual({ minRemainingMs: 50 });
    expect(search.breaker).toMatchObject({ probeTimeoutMs: 500 });
    expect(search.breaker).not.toHaveProperty('leaseMs');
  });

  it('makes data that cannot be changed afterwards', () => {
    const { search } = definePolicies({ search: { bulkhead: {} } });
    const calls = pipeline(search);
    calls.set({ running: 7 });
    expect(search.bulkhead?.running).toBe(50);
    expect(() => Object.assign(search.bulkhead!, { running: 7 })).toThrow(TypeError);
    calls.close();
  });
});
