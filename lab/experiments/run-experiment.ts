import type { Experiment } from './experiment.ts';
import { judgeRow, type RowResult, type Verdict, verdictOn } from './judge.ts';

/** A load generator that is later than this measures itself. */
const MAX_LATENESS_MS = 50;

export interface Result {
  readonly rows: readonly RowResult[];
  readonly latenessMs: number;
  readonly maxLatenessMs: number;
  readonly verdict: Verdict;
}

/** Runs all arms side by side and judges what they measured; once more when the load generator lagged. */
export async function runExperiment(experiment: Experiment, isQuick: boolean): Promise<Result> {
  const first = await runOnce(experiment, isQuick);
  return first.verdict === 'INCONCLUSIVE' ? await runOnce(experiment, isQuick) : first;
}

async function runOnce(experiment: Experiment, isQuick: boolean): Promise<Result> {
  const setup = experiment.setup(isQuick);
  const arms = Object.keys(setup.arms);
  const seen = Object.fromEntries(
    await Promise.all(arms.map(async arm => [arm, await experiment.run(arm, setup)] as const)),
  );
  const latenessMs = Math.max(...Object.values(seen).map(one => one.latenessMs));
  const rows = experiment.predict(setup).map(row => judgeRow(row, seen));
  const { maxLatenessMs = MAX_LATENESS_MS } = experiment;
  return { rows, latenessMs, maxLatenessMs, verdict: latenessMs > maxLatenessMs ? 'INCONCLUSIVE' : verdictOn(rows) };
}
