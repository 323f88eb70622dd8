import type { Experiment, Setup } from './experiment.ts';
import type { OpenShop } from './open-shop.ts';
import type { Result } from './run-experiment.ts';

/**
 * Makes an experiment run its arm `on` in place of `off` too (an A/A test): a difference that it then shows was never the
 * pattern's.
 */
export function onAgainstOn(experiment: Experiment): Experiment {
  const ran = (arm: string, setup: Setup) =>
    experiment.predict(setup).find(({ claim }) => claim?.off === arm)?.claim?.on ?? arm;
  return experiment.stage === 'bench'
    ? { ...experiment, run: (arm: string, setup: Setup) => experiment.run(ran(arm, setup), setup) }
    : {
        ...experiment,
        run: (arm: string, setup: Setup, shop: OpenShop) => experiment.run(ran(arm, setup), setup, shop),
      };
}

/** Judges such a run: every claim must hold in both arms. What was predicted for the other arm says nothing here. */
export function judgedAsSame(result: Result): Result {
  if (result.verdict === 'INCONCLUSIVE') return result;
  const rows = result.rows.map(row => ({ ...row, arms: row.arms.map(arm => ({ ...arm, isAsPredicted: true })) }));
  const isSame = rows.every(({ claim }) => claim === undefined || claim.result === 'holds in both arms');
  return { rows, verdict: isSame ? 'HOLDS' : 'FAILS' };
}
