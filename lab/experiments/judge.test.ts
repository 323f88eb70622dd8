import { about, atMost, type Experiment, experiment, type Row, type Seen } from './experiment.ts';
import { judgeRow, verdictOn } from './judge.ts';
import { judgedAsSame, onAgainstOn } from './on-against-on.ts';
import { runExperiment } from './run-experiment.ts';

interface Counted extends Seen {
  count: number;
}

const row: Row<Counted> = {
  what: 'requests',
  unit: 'requests',
  why: 'Five failures open the breaker.',
  predicted: { breaker: about(5, 1), nothing: about(100, 10) },
  claim: { on: 'breaker', off: 'nothing', bound: atMost(25) },
  measure: ({ count }) => count,
};
const judged = (breaker: number, nothing: number) =>
  judgeRow(row, { breaker: { count: breaker, latenessMs: 1 }, nothing: { count: nothing, latenessMs: 1 } });

describe('the verdict on an experiment', () => {
  it('HOLDS when the claim of at most 25 holds with the pattern (6) and fails without (95)', () => {
    const result = judged(6, 95);
    expect(result.claim?.result).toBe('holds with the pattern, fails without');
    expect(verdictOn([result])).toBe('HOLDS');
  });

  it('FAILS when the claim holds in both arms: it would prove nothing', () => {
    const easy = { ...row, claim: { on: 'breaker', off: 'nothing', bound: atMost(1000) } };
    const seen = { breaker: { count: 5, latenessMs: 1 }, nothing: { count: 100, latenessMs: 1 } };
    const result = judgeRow(easy, seen);
    expect(result.claim?.result).toBe('holds in both arms');
    expect(verdictOn([result])).toBe('FAILS');
  });

  it('FAILS when the claim does not hold with the pattern', () => {
    const result = judged(26, 100);
    expect(result.claim?.result).toBe('does not hold');
    expect(verdictOn([result])).toBe('FAILS');
  });

  it('FAILS when 7 were measured where 5 ± 1 were predicted, though the claim holds', () => {
    expect(verdictOn([judged(7, 100)])).toBe('FAILS');
  });

  it('FAILS without any claim', () => {
    const { claim: _, ...figure } = row;
    const seen = { breaker: { count: 5, latenessMs: 1 }, nothing: { count: 100, latenessMs: 1 } };
    expect(verdictOn([judgeRow(figure, seen)])).toBe('FAILS');
  });

  it('takes "never" for as predicted only where never was predicted', () => {
    const never = { ...row, predicted: { nothing: about(Infinity, 0) } };
    const isAsPredicted = (count: number) =>
      judgeRow(never, { breaker: { count: 5, latenessMs: 1 }, nothing: { count, latenessMs: 1 } }).arms[0]
        ?.isAsPredicted;
    expect([isAsPredicted(Infinity), isAsPredicted(15)]).toEqual([true, false]);
  });
});

/** An experiment that measures what it is told to. */
const counting = (run: (arm: string) => Counted): Experiment => ({
  ...experiment({
    asks: 'How often is the service called?',
    textbook: 'A breaker stops calls.',
    hypothesis: 'Five calls.',
    held: 'Nothing.',
    guess: { question: 'How often?', arm: 'breaker' },
    questions: [],
    see: {},
    changeOne: 'Ten failures.',
    sources: [],
    setup: () => ({ seconds: 1, arms: { breaker: {}, nothing: {} } }),
    run: arm => Promise.resolve(run(arm)),
    predict: () => [row],
  }),
});

describe('a load generator that lags by 51 ms', () => {
  const run = async (latenessesMs: number[]) => {
    let runs = 0;
    const lagging = (arm: string) => ({
      count: arm === 'breaker' ? 5 : 100,
      latenessMs: latenessesMs[Math.floor(runs++ / 2)] ?? 0,
    });
    const { verdict } = await runExperiment('counts', counting(lagging), false);
    return { verdict, runs };
  };

  it('is measured once more', async () => {
    expect(await run([51, 1])).toEqual({ verdict: 'HOLDS', runs: 4 });
  });

  it('makes the result INCONCLUSIVE the second time', async () => {
    expect(await run([51, 51])).toEqual({ verdict: 'INCONCLUSIVE', runs: 4 });
  });
});

describe('on against on', () => {
  const run = async (withBreaker: number) => {
    const counted = counting(arm => ({ count: arm === 'breaker' ? withBreaker : 100, latenessMs: 1 }));
    return judgedAsSame(await runExperiment('counts', onAgainstOn(counted), false));
  };

  it('runs the arm with the pattern twice, and so shows no difference', async () => {
    expect(await run(5)).toMatchObject({ verdict: 'HOLDS', rows: [{ arms: [{ measured: 5 }, { measured: 5 }] }] });
  });

  it('fails when the arm with the pattern does not keep its claim', async () => {
    expect(await run(26)).toMatchObject({ verdict: 'FAILS' });
  });
});
