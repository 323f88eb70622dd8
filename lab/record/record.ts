import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../experiments/run-experiment.ts';
import { measuredPath, readMeasured, toMeasured } from './measured.ts';
import { labPages } from './pages.ts';
import { writeWhole } from './write-whole.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Keeps a run in measured.json, if everything in it held. @returns what was done. @throws NotWrittenError */
export function record(name: string, result: Result): string {
  // A page with numbers that contradict its text would teach the wrong thing: first the experiment is mended.
  if (result.verdict !== 'HOLDS') return `not recorded: ${result.verdict}`;
  const all = { ...readMeasured(root), [name]: toMeasured(root, result) };
  const sorted = Object.fromEntries(Object.entries(all).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  writeWhole(join(root, measuredPath), `${JSON.stringify(sorted, null, 2)}\n`);
  return `recorded in ${measuredPath}`;
}

/** Writes the pages and pictures of all experiments. @throws NotWrittenError */
export function writeLabPages(): void {
  for (const [path, text] of Object.entries(labPages(root))) writeWhole(join(root, path), text);
}
