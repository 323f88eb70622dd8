import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import type { Experiment } from './experiments/experiment.ts';
import { readGuess } from './experiments/guess.ts';
import type { Verdict } from './experiments/judge.ts';
import { findExperiments, listOf } from './experiments/list.ts';
import { giveShopBack } from './experiments/open-shop.ts';
import { reportOf } from './experiments/report.ts';
import { runExperiment } from './experiments/run-experiment.ts';
import { playMystery } from './experiments/mystery.ts';
import { ControlRoomError } from './kit/control-room.ts';
import { record, writeLabPages } from './record/record.ts';

const USAGE_ERROR = 2;
/** Nothing failed, but at least one run was INCONCLUSIVE. */
const INCONCLUSIVE = 3;

interface Options {
  yes: boolean;
  quick: boolean;
  json: boolean;
  /** Writes what was measured to docs/lab. */
  record: boolean;
  /** Which mystery: the same seed hides the same fault. */
  seed: number;
}

/** `npm run lab`: the list; with names, runs these experiments; with `--record` and no name, all. @returns the exit code */
async function lab(): Promise<number> {
  const { names: given, options } = readArguments();
  if (given[0] === 'grade') return await gradeOne(given[1] ?? '');
  if (given[0] === 'mystery') return await playMystery(options.seed);
  const names = given.length === 0 && options.record ? ['all'] : given;
  if (names.length === 0) return say(listOf());
  const unknown = names.find(name => findExperiments(name) === undefined);
  if (unknown !== undefined) {
    process.stderr.write(`There is no experiment "${unknown}".\n${listOf()}\n`);
    return USAGE_ERROR;
  }
  if (options.record && options.quick) {
    process.stderr.write('--record keeps whole runs only: leave out --quick.\n');
    return USAGE_ERROR;
  }
  const verdicts: Verdict[] = [];
  for (const [name, experiment] of names.flatMap(name => findExperiments(name) ?? []))
    verdicts.push(await runOne(name, experiment, options));
  if (options.record) writeLabPages();
  if (verdicts.includes('FAILS')) return 1;
  return verdicts.includes('INCONCLUSIVE') ? INCONCLUSIVE : 0;
}

async function gradeOne(name: string): Promise<number> {
  // Only now: what a learner has written there may not even load, and must not keep experiments from running.
  const { assignmentNames, grade } = await import('./assignments/grade.ts');
  const graded = await grade(name);
  if (graded !== undefined) return say(graded.text) + (graded.passed ? 0 : 1);
  process.stderr.write(`There is no assignment "${name}": npm run lab grade takes one of ${assignmentNames}.\n`);
  return USAGE_ERROR;
}

function readArguments(): { names: string[]; options: Options } {
  const off = { type: 'boolean', default: false } as const;
  try {
    const { positionals, values } = parseArgs({
      options: { yes: off, quick: off, json: off, record: off, seed: { type: 'string' } },
      allowPositionals: true,
    });
    const seed = Number(values.seed ?? Date.now() % 1000);
    if (!Number.isInteger(seed)) throw new Error(`--seed "${values.seed}": a whole number expected, for example 7`);
    return { names: positionals, options: { ...values, seed } };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(USAGE_ERROR);
  }
}

async function runOne(name: string, experiment: Experiment, options: Options): Promise<Verdict> {
  const { yes, quick, json } = options;
  if (!json) say(introductionOf(name, experiment, quick));
  const isAsked = !yes && !json && !options.record && process.stdin.isTTY && process.stdout.isTTY;
  const guess = isAsked ? await readGuess(experiment.guess.question, askInTerminal) : undefined;
  const result = await runExperiment(name, experiment, quick);
  if (json) say(JSON.stringify({ name, quick, guess: guess ?? null, ...result }, neverAsText));
  else say(reportOf(experiment, result, guess));
  if (options.record) say(record(name, result));
  return result.verdict;
}

function introductionOf(name: string, experiment: Experiment, isQuick: boolean): string {
  const { asks, textbook, hypothesis, held, stage } = experiment;
  const { seconds } = experiment.setup(isQuick);
  return `${name}: ${asks}\n  needs ${stage === 'bench' ? 'nothing running' : 'the open shop'}; ${seconds} s\n  Textbook: ${textbook}\n  ${hypothesis}\n  ${held}\n`;
}

/** JSON has no Infinity. */
const neverAsText = (_: string, value: unknown) => (value === Infinity ? 'never' : value);

async function askInTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C while a line is read reaches readline only, which would wait on.
  terminal.once('SIGINT', () => process.exit(130));
  const answer = await terminal.question(question);
  terminal.close();
  return answer;
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

/** The shop heals itself some time after an experiment that was killed; Ctrl-C need not wait for that. */
process.once('SIGINT', () => void giveShopBack().finally(() => process.exit(130)));

try {
  process.exitCode = await lab();
} catch (error) {
  if (!(error instanceof ControlRoomError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = USAGE_ERROR;
}
