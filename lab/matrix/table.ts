import { median } from '../kit/statistics.ts';
import { actions } from './actions.ts';
import { OPEN_MS } from './shop-under-test.ts';
import { pages } from './pages.ts';
import type { Cell, RowResult } from './play-row.ts';
import { nameOf } from './rows.ts';

export const columns: readonly string[] = [...pages, ...actions].map(({ name }) => name);

/** ● touches the faulty edge, · must not notice; ✗ is wrong. */
function mark({ isTouched, wrong }: Cell): string {
  return wrong.length > 0 ? '✗' : isTouched ? '●' : '·';
}

const nameWidth = 30;

export function head(): string {
  return `${''.padEnd(nameWidth)}${columns.map(name => name.padEnd(9)).join('')}healed`;
}

export function line({ row, cells, healedAfterMs }: RowResult): string {
  const marks = columns.map(name => mark(cells.find(({ what }) => what === name) as Cell).padEnd(9)).join('');
  return `${nameOf(row).padEnd(nameWidth)}${marks}${Number.isFinite(healedAfterMs) ? `${Math.round(healedAfterMs)} ms` : 'NOT'}`;
}

/** What is wrong, a line each. */
export function wrongs({ row, cells, healedAfterMs }: RowResult): string[] {
  const lines = cells.flatMap(({ what, wrong }) => wrong.map(sentence => `${nameOf(row)}, ${what}: ${sentence}`));
  return Number.isFinite(healedAfterMs)
    ? lines
    : [...lines, `${nameOf(row)}: not itself again within its breaker's open period and 2 s`];
}

export interface Summary {
  cells: number;
  right: number;
  touched: number;
  touchedRight: number;
  unhealed: number;
}

export function summaryOf(results: readonly RowResult[]): Summary {
  const cells = results.flatMap(result => result.cells);
  const isRight = ({ wrong }: Cell) => wrong.length === 0;
  const touched = cells.filter(({ isTouched }) => isTouched);
  return {
    cells: cells.length,
    right: cells.filter(isRight).length,
    touched: touched.length,
    touchedRight: touched.filter(isRight).length,
    unhealed: results.filter(({ healedAfterMs }) => !Number.isFinite(healedAfterMs)).length,
  };
}

const optional = ['recommendations', 'comments', 'profile'];
/** The critical dependency of these pages is none of those. */
const whole = ['home', 'results', 'product', 'article', 'basket', 'checkout'];

/**
 * What a fault of an optional dependency costs the first byte of the pages that are whole without it: in the middle of all, in ms.
 *
 * Beside the same page where nothing that it asks was broken, with as much going on at once.
 */
function firstByteCostMs(results: readonly RowResult[]): number {
  const seen = results.flatMap(({ row, cells }) => cells.map(cell => ({ ...cell, target: row.target })));
  const costs = whole.flatMap(page => {
    const looks = seen.filter(({ what }) => what === page);
    const calmMs = median(looks.filter(({ isTouched }) => !isTouched).map(({ firstByteMs }) => firstByteMs));
    return looks
      .filter(({ isTouched, target }) => isTouched && optional.includes(target))
      .map(({ firstByteMs }) => firstByteMs - calmMs);
  });
  return median(costs.filter(Number.isFinite));
}

export function summaryLines(results: readonly RowResult[]): string[] {
  const { cells, right, touched, touchedRight, unhealed } = summaryOf(results);
  const costMs = firstByteCostMs(results);
  const healed = results.map(({ healedAfterMs }) => healedAfterMs).filter(Number.isFinite);
  return [
    `${right} of ${cells} cells are right; of the ${touched} that touch the fault ${touchedRight}, of the ${cells - touched} that must not notice ${right - touchedRight}`,
    `healed: ${results.length - unhealed} of ${results.length} rows, after ${Math.round(median(healed))} ms in the middle and ${Math.round(Math.max(...healed))} ms at most (breakers stay open ${OPEN_MS} ms here, 30 s in the shop)`,
    // Some rows alone may hold nothing to compare.
    ...(Number.isNaN(costMs)
      ? []
      : [
          `what the fault of an optional dependency costs the first byte, in the middle: ${costMs.toFixed(0)} ms (at most 20)`,
        ]),
  ];
}
