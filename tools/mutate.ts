import { join } from 'node:path';
import { dataHome, root } from './config.ts';
import { bringStryker, mutateFile } from './mutate/stryker.ts';
import { copyWorkspace } from './mutate/copy-workspace.ts';
import { keepScore, readScores, tableOf, total } from './mutate/scores.ts';
import { mutated, testsOf } from './mutate/tests-of.ts';

/** The score of all files together below which the run fails, in percent. */
const LEAST = 85;

/**
 * `npm run mutate [file …]`: changes packages/resilience in small ways and counts which changes no test notices.
 *
 * File by file, and each file's score is kept, so that a run that was ended goes on where it was: an hour for all of them.
 * With names (`retry.ts`) those are measured anew.
 */
async function mutate(names: string[]): Promise<boolean> {
  const home = join(dataHome, 'mutate');
  const known = names.length === 0 ? readScores(home) : {};
  const files = names.length === 0 ? mutated(root).filter(file => !(file in known)) : names;
  const stryker = await bringStryker(say);
  const copy = copyWorkspace(root, join(home, 'workspace'));
  for (const [n, file] of files.entries()) {
    say(`${n + 1} of ${files.length}  ${file}, by ${testsOf(file).join(', ')}`);
    const score = await mutateFile({ stryker, copy, file, tests: testsOf(file) });
    keepScore(home, file, score);
    for (const line of score.survivors) say(`    survived  ${line}`);
    say(`    ${score.detected} of ${score.valid} noticed`);
  }
  const scores = readScores(home);
  say(`\n${tableOf(scores)}`);
  return names.length > 0 || total(scores).percent >= LEAST;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = (await mutate(process.argv.slice(2))) ? 0 : 1;
