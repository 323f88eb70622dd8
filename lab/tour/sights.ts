import { lookUntil as lookEvery } from '@watertight/testing/processes';
import { shopUrl } from '../addresses.ts';
import { classifyPage } from '../kit/classify-page.ts';
import { type Page, stateOf, Visitor } from '../visitor.ts';

/** One thing the learner does, and what they should see. */
interface Sight {
  did: string;
  expected: string;
  saw: string;
  right: boolean;
}

const sights: Sight[] = [];

/** The learner's browser. */
export const visitor = new Visitor(shopUrl);

export function note(did: string, expected: string, saw: string, right: boolean): void {
  sights.push({ did, expected, saw, right });
  process.stdout.write(`${right ? 'seen ' : 'WRONG'}  ${did}: ${saw}\n`);
}

/** Prints all of them; returns how many were not as expected. */
export function printSights(): number {
  const wrong = sights.filter(({ right }) => !right).length;
  process.stdout.write(`\n${table()}\n\n${sights.length - wrong} of ${sights.length} as expected\n`);
  return wrong;
}

function table(): string {
  const rows = [
    ['', 'did', 'expected', 'saw'],
    ...sights.map(({ did, expected, saw, right }) => [right ? 'ok' : 'WRONG', did, expected, saw]),
  ];
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map(row => line(row).trimEnd()).join('\n');
}

/** Looks every 100 ms until it is as hoped, at most `withinMs`; returns the last look either way. */
export const lookUntil = <Look>(look: () => Promise<Look>, hoped: (seen: Look) => boolean, withinMs: number) =>
  lookEvery(look, hoped, { withinMs, everyMs: 100 });

export const ms = (value: number) => `${Math.round(value)} ms`;

export const sections = ['product', 'stock', 'recommendations', 'comments', 'basket', 'account'];
export const statesOf = (page: Page) =>
  sections.map(section => `${section} ${stateOf(page, section) ?? 'missing'}`).join(', ');
export const whole = (page: Page) =>
  classifyPage(page).is === 'whole' && sections.every(section => stateOf(page, section) === 'ok');
