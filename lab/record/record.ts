import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../experiments/run-experiment.ts';
import { measuredPath, readMeasured, toMeasured } from './measured.ts';
import { labPages } from './pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Keeps a run in measured.json, if everything in it held. @returns what was done, for the person who records */
export function record(name: string, result: Result): string {
  // A page with numbers that contradict its text would teach the wrong thing: first the experiment is mended.
  if (result.verdict !== 'HOLDS') return `not recorded: ${result.verdict}`;
  const all = { ...readMeasured(root), [name]: toMeasured(root, result) };
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  write(measuredPath, `${JSON.stringify(sorted, null, 2)}\n`);
  return `recorded in ${measuredPath}`;
}

/** Writes the pages and pictures of all experiments. */
export function writeLabPages(): void {
  for (const [path, text] of Object.entries(labPages(root))) write(path, text);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
