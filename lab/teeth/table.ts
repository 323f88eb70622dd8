import type { Trial } from './claim.ts';

const columns = ['pattern', 'claim', 'counted', 'on', 'off', 'verdict'] as const;

/** The trials as a table for people, one line each. */
export function tableOf(trials: readonly Trial[]): string {
  const rows = [
    columns,
    ...trials.map(({ claim: { pattern, says, seen }, on, off, verdict }) => [
      pattern,
      says,
      seen,
      String(on),
      String(off),
      verdict,
    ]),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
