import { print, shown } from '../figure.ts';
import { median } from '../../kit/statistics.ts';

/** Prints the median of each candidate. */
export function say(what: string, values: Map<string, number[]>, unit: string): void {
  const shownValues = [...values].map(([name, all]) => `${name} ${shown(median(all))} ${unit}`);
  note(`${what}: ${shownValues.join(', ')}`);
}

/** Prints how much of a figure is not ours to change. */
export function least(what: string, times: number): void {
  note(`of it ${what}: ${shown(times)} ×`);
}

/** Prints a line that has no target. */
export function note(line: string): void {
  process.stdout.write(`        ${line}\n`);
}

/** Prints a figure beside its target. */
export function limit(
  what: string,
  value: number,
  unit: string,
  target: number,
  targetIs: 'most' | 'least' = 'most',
): void {
  print({ what, value, unit, target, targetIs });
}
