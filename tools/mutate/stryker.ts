import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { npmInstall } from '../bootstrap/npm.mjs';
import { root } from '../config.ts';
import type { Score } from './scores.ts';

const VERSION = '10.0.0';
/** Below everything else on the machine: an hour of it should not be noticed. */
const NICENESS = 15;

export interface Job {
  stryker: string;
  copy: string;
  file: string;
  tests: string[];
  /** Ends the measuring. */
  signal: AbortSignal;
}

/** Only what is read here of a report in the mutation-testing-elements schema. */
interface Report {
  files: Record<
    string,
    { mutants: { status: string; mutatorName: string; replacement?: string; location: Location }[] }
  >;
}
interface Location {
  start: { line: number; column: number };
}

/** StrykerJS with its runner for jest, in a folder of its own: 100 MB that `npm start` does not need. */
export async function bringStryker(say: (line: string) => void): Promise<string> {
  const folder = join(root, '.tools', `stryker-${VERSION}`);
  if (!existsSync(join(folder, 'node_modules/@stryker-mutator/core'))) {
    say(`bringing StrykerJS ${VERSION} into .tools/`);
    await npmInstall(folder, '@stryker-mutator/jest-runner', VERSION, process.env); // and core, its peer
  }
  return join(folder, 'node_modules/@stryker-mutator');
}

/** Stryker could not go on; the message ends with what it wrote. */
export class NotMeasuredError extends Error {}

/** @throws NotMeasuredError */
export async function mutateFile({ stryker, copy, file, tests, signal }: Job): Promise<Score> {
  writeFileSync(join(copy, 'stryker.json'), JSON.stringify(configOf(stryker, file)));
  const child = spawn(process.execPath, [join(stryker, 'core/bin/stryker.js'), 'run', 'stryker.json'], {
    cwd: copy,
    env: { ...process.env, MUTATE_TESTS: tests.join(',') },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.once('error', error => (output += error.message));
  const code = await new Promise(resolve => child.once('close', resolve));
  if (code !== 0) throw new NotMeasuredError(`${file} could not be measured:\n${output.slice(-3000)}`);
  return scoreOf(JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8')) as Report);
}

function configOf(stryker: string, file: string) {
  return {
    packageManager: 'npm',
    plugins: [join(stryker, 'jest-runner/dist/src/index.js')],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
    jest: { projectType: 'custom', configFile: 'jest.mutate.mjs', enableFindRelatedTests: false },
    mutate: [`packages/resilience/src/${file}`],
    inPlace: true,
    coverageAnalysis: 'perTest', // only the tests that came by a change are asked whether they notice it
    disableTypeChecks: false, // jest looks at no types, and this would rewrite every file
    concurrency: 2,
    // A runner that has just begun takes seconds on a busy machine: less would count it as hung, and begin another.
    timeoutMS: 20_000,
    timeoutFactor: 4,
    reporters: ['json'],
    jsonReporter: { fileName: 'report.json' },
  };
}

function scoreOf({ files }: Report): Score {
  const mutants = Object.values(files).flatMap(({ mutants: all }) => all);
  const of = (...statuses: string[]) => mutants.filter(({ status }) => statuses.includes(status));
  const survivors = of('Survived', 'NoCoverage').map(
    ({ mutatorName, replacement, location: { start } }) =>
      `${start.line}:${start.column} ${mutatorName} → ${(replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 80)}`,
  );
  const hung = of('Timeout').length;
  const detected = of('Killed').length + hung;
  return { detected, hung, valid: detected + survivors.length, survivors };
}
