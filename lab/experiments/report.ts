import type { Experiment } from './experiment.ts';
import type { RowResult } from './judge.ts';
import type { Result } from './run-experiment.ts';
import { shown } from './shown.ts';

const BAR_LENGTH = 20;

/** Returns what a learner reads after a run: each number predicted, guessed and measured, with a bar, and the claims. */
export function reportOf({ guess, questions }: Experiment, result: Result, guessed: number | undefined): string {
  const rows = result.rows.map((row, i) => tableOf(row, i === 0 && guessed !== undefined ? { ...guess, guessed } : {}));
  return [...rows, verdictLine(result), ...questions.map(([question, answer]) => `  ${question}\n    ${answer}`)].join(
    '\n',
  );
}

function tableOf(row: RowResult, guess: { arm?: string; guessed?: number }): string {
  const most = Math.max(...row.arms.map(({ measured }) => (measured === Infinity ? 0 : measured)));
  const width = Math.max(...row.arms.map(({ arm }) => arm.length));
  const lines = row.arms.map(({ arm, predicted, measured, isAsPredicted }) =>
    [
      `  ${arm.padEnd(width)}`,
      shown(predicted).padStart(10),
      (arm === guess.arm && guess.guessed !== undefined ? shown(guess.guessed) : '').padStart(8),
      shown(measured).padStart(10),
      `  ${barOf(measured, most)}${isAsPredicted ? '' : '  not as predicted'}`,
    ].join(' '),
  );
  const head = `  ${''.padEnd(width)} ${'predicted'.padStart(10)} ${'you'.padStart(8)} ${'measured'.padStart(10)}`;
  return [
    `${row.what} (${row.unit})`,
    head,
    ...lines.map(line => line.trimEnd()),
    `  ${row.why}`,
    ...claimLine(row),
    '',
  ].join('\n');
}

function claimLine({ claim }: RowResult): string[] {
  if (claim === undefined) return [];
  const mark = claim.result.startsWith('holds with the pattern') ? '✓' : '✗';
  return [`  ${mark} claim ${claim.bound}: ${claim.result} (on: ${claim.on}; off: ${claim.off})`];
}

function barOf(value: number, most: number): string {
  const length = value === Infinity ? BAR_LENGTH : most === 0 ? 0 : Math.round((value / most) * BAR_LENGTH);
  return length === 0 && value > 0 ? '▏' : '█'.repeat(length);
}

const verdictLine = ({ verdict, obstacle }: Result) =>
  obstacle === undefined ? verdict : `${verdict}: twice, ${obstacle}`;
