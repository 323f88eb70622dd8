import { print, shown } from './figure.ts';
import { median } from '../kit/statistics.ts';
import type { CandidateName } from './resilience/candidates.ts';
import type { Measurement } from './resilience/measurements.ts';
import { measureRounds, type Plan, type Values } from './resilience/rounds.ts';

const ours: CandidateName[] = ['ours', 'ours, 3 × p99'];

/** Which candidates are measured at what: those that have it. */
const plan: Plan = {
  signal: ['lower bound', 'fire and a timer', ...ours, 'cockatiel'],
  'in flight': ['lower bound', 'fire and a timer', 'ours', 'cockatiel', 'opossum'],
  kept: ['ours', 'cockatiel', 'opossum'],
  plain: ['lower bound', 'fire and a timer', ...ours, 'cockatiel', 'opossum', 'mollitia', 'p-retry'],
  refused: ['ours', 'cockatiel', 'opossum', 'mollitia'],
  'line of 1000': ['ours', 'cockatiel'],
  'line of 100000': ['ours', 'cockatiel'], // mollitia's costs 600 µs a call, and fills for seconds
};

const titles: Record<Measurement, string> = {
  signal: 'A healthy call, µs',
  'in flight': 'Held by a call in flight, bytes',
  kept: 'Kept after a call, bytes (100,000 calls)',
  plain: 'A healthy call, µs',
  refused: 'Refused by an open breaker, µs',
  'line of 1000': 'One more call in a line of 1000, µs',
  'line of 100000': 'One more call in a line of 100,000, µs',
};

const tables: Record<string, Measurement[]> = {
  'The action reads its signal, as every real call does (cost is CPU)': ['signal', 'in flight', 'kept'],
  'The action reads nothing': ['plain', 'refused', 'line of 1000', 'line of 100000'],
};

/** `npm run bench resilience`: what a call pays for its patterns, beside libraries that offer the same. */
export async function benchResilience(): Promise<void> {
  const values = await measureRounds(plan);
  for (const [title, rows] of Object.entries(tables)) {
    process.stdout.write(`\n${title}\n`);
    for (const what of rows) printTable(what, values);
  }
  process.stdout.write('\n');
  printTargets(values);
}

function printTable(what: Measurement, values: Values): void {
  process.stdout.write(`\n  ${titles[what].padEnd(46)}median (range)             × ours\n`);
  for (const name of plan[what]) {
    const own = values[what][name] ?? [];
    const range = `${shown(median(own))} (${shown(Math.min(...own))} to ${shown(Math.max(...own))})`;
    const times = name === 'ours' || what === 'kept' ? '' : shown(median(ratios(own, values[what].ours)));
    process.stdout.write(`    ${name.padEnd(44)}${range.padEnd(27)}${times}\n`);
  }
}

function printTargets({ signal, plain, refused, 'in flight': inFlight, kept, ...line }: Values): void {
  const times = { unit: '×', targetIs: 'least' } as const;
  const cheaper = (row: Values[Measurement], than: CandidateName) => median(ratios(row[than], row.ours));
  print({ what: 'cheaper than cockatiel, signal read', value: cheaper(signal, 'cockatiel'), target: 3, ...times });
  print({ what: 'cheaper than cockatiel, not read', value: cheaper(plain, 'cockatiel'), target: 8, ...times });
  printLeast('cheaper than cockatiel', median(ratios(plain.cockatiel, plain['fire and a timer'])), '×');
  print({ what: 'refused, cheaper than opossum', value: cheaper(refused, 'opossum'), target: 1.6, ...times });
  const longer = median(ratios(line['line of 100000'].ours, line['line of 1000'].ours));
  print({ what: 'in a line 100 times as long', value: longer, unit: '×', target: 2 });
  print({ what: 'held by a call in flight', value: median(inFlight.ours ?? []), unit: 'bytes', target: 1500 });
  printLeast('held', median(inFlight['fire and a timer'] ?? []), 'bytes');
  print({ what: 'kept after a call', value: Math.round(median(kept.ours ?? [])), unit: 'bytes', target: 0 });
}

/** What opossum leaves of a target: docs/decisions/0008. */
function printLeast(what: string, value: number, unit: string): void {
  process.stdout.write(
    `        of it opossum's fire and a timer, without any pattern: ${what} ${shown(value)} ${unit}\n`,
  );
}

/** Round by round: what slowed one of them slowed the other. */
function ratios(values: readonly number[] = [], beside: readonly number[] = []): number[] {
  return values.map((value, round) => value / (beside[round] ?? NaN));
}
