import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { RowResult } from '../experiments/judge.ts';
import type { Result } from '../experiments/run-experiment.ts';

/** Numbers by arm. JSON has no Infinity, so "never" stands for it. */
type ByArm = Readonly<Record<string, number | 'never'>>;

/** What a run left in measured.json. */
export interface Measured {
  readonly date: string;
  readonly commit: string;
  readonly cores: number;
  readonly rows: Readonly<Record<string, { readonly predicted: ByArm; readonly measured: ByArm }>>;
}

export type MeasuredByName = Readonly<Record<string, Measured>>;

export const measuredPath = 'docs/lab/measured.json';

/** Returns what earlier runs measured; nothing before the first. */
export function readMeasured(root: string): MeasuredByName {
  try {
    return JSON.parse(readFileSync(join(root, measuredPath), 'utf8')) as MeasuredByName;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Returns a run as measured.json keeps it. */
export function toMeasured(root: string, { rows }: Result): Measured {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
    cores: availableParallelism(),
    rows: Object.fromEntries(
      rows.map(row => [row.what, { predicted: pick(row, 'predicted'), measured: pick(row, 'measured') }]),
    ),
  };
}

function pick({ arms }: RowResult, which: 'predicted' | 'measured'): ByArm {
  return Object.fromEntries(arms.map(arm => [arm.arm, arm[which] === Infinity ? 'never' : rounded(arm[which])]));
}

/** Four digits are more than any of them repeats. */
const rounded = (value: number) => Number(value.toPrecision(4));

/** What a page shows in place of a number that was never measured, or measured while the prediction was another one. */
export type Missing = 'not recorded' | 'outdated';

/** Returns what was measured in this arm, or why there is no number. */
export function measuredIn(
  measured: Measured | undefined,
  what: string,
  arm: string,
  predicted: number,
): number | Missing {
  const row = measured?.rows[what];
  const [then, value] = [row?.predicted[arm], row?.measured[arm]];
  if (then === undefined || value === undefined) return 'not recorded';
  // A number from the time of another prediction belongs to other policies.
  if (then !== (predicted === Infinity ? 'never' : rounded(predicted))) return 'outdated';
  return value === 'never' ? Infinity : value;
}
