import type { Row, Seen } from './experiment.ts';

export type ClaimResult = 'holds with the pattern, fails without' | 'does not hold' | 'holds in both arms';

/** `INCONCLUSIVE`: the load generator lagged, so the numbers say nothing about the patterns. */
export type Verdict = 'HOLDS' | 'FAILS' | 'INCONCLUSIVE';

export interface ArmResult {
  readonly arm: string;
  readonly predicted: number;
  readonly within: number;
  readonly measured: number;
  readonly isAsPredicted: boolean;
}

export interface RowResult {
  readonly what: string;
  readonly unit: string;
  readonly why: string;
  readonly arms: readonly ArmResult[];
  readonly claim?: { readonly on: string; readonly off: string; readonly bound: string; readonly result: ClaimResult };
}

/** Compares a row's predictions with what was measured, and tries its claim in both arms. */
export function judgeRow<Measured extends Seen>(
  row: Row<Measured>,
  seen: Readonly<Record<string, Measured>>,
): RowResult {
  const { what, unit, why, claim } = row;
  const measuredIn = (arm: string) => {
    const measured = seen[arm];
    if (measured === undefined) throw new Error(`${what}: there is no arm "${arm}"`);
    return row.measure(measured);
  };
  const arms = Object.entries(row.predicted).map(([arm, { value, within }]) => {
    const measured = measuredIn(arm);
    // Infinity stands for "never": it is only ever equal to itself.
    const isAsPredicted = measured === value || Math.abs(measured - value) <= within;
    return { arm, predicted: value, within, measured, isAsPredicted };
  });
  if (claim === undefined) return { what, unit, why, arms };
  const { on, off, bound } = claim;
  const holdsOff = bound.holds(measuredIn(off));
  const result: ClaimResult = !bound.holds(measuredIn(on))
    ? 'does not hold'
    : holdsOff
      ? 'holds in both arms'
      : 'holds with the pattern, fails without';
  return { what, unit, why, arms, claim: { on, off, bound: bound.text, result } };
}

/** Whether there are claims, and each holds with its pattern and fails without. */
export function claimsHold(rows: readonly RowResult[]): boolean {
  const claims = rows.flatMap(({ claim }) => claim ?? []);
  return claims.length > 0 && claims.every(({ result }) => result.startsWith('holds with the pattern'));
}

/** A claim that holds in both arms proves nothing, so it fails the run, as does a prediction that is off by too much. */
export function verdictOn(rows: readonly RowResult[]): Exclude<Verdict, 'INCONCLUSIVE'> {
  return claimsHold(rows) && rows.every(({ arms }) => arms.every(arm => arm.isAsPredicted)) ? 'HOLDS' : 'FAILS';
}
