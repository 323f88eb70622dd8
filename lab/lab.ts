import { parseArgs } from 'node:util';
import { findExperiments, listOf } from './experiments/list.ts';
import { playMystery } from './experiments/mystery.ts';
import { giveShopBack } from './experiments/open-shop.ts';
import { play, type PlayOptions } from './experiments/play.ts';
import { lackOf, startArgsFor } from './experiments/replicas.ts';
import { ControlRoomError } from './kit/control-room.ts';
import { inAShopOfItsOwn } from './kit/shop-of-its-own.ts';
import { NotWrittenError } from './record/write-whole.ts';

const USAGE_ERROR = 2;
/** Nothing failed, but at least one run was INCONCLUSIVE. */
const INCONCLUSIVE = 3;

interface Options extends PlayOptions {
  /** Opens a shop of its own first. */
  open: boolean;
  /** Which mystery: the same seed hides the same fault. */
  seed: number;
}

/** `npm run lab`: the list; with names, runs these experiments; with `--record` and no name, all. @returns the exit code */
async function lab(): Promise<number> {
  const { names: given, options } = readArguments();
  if (given[0] === 'grade') return await gradeOne(given[1] ?? '');
  if (given[0] === 'mystery') return await playMystery(options.seed);
  const names = given.length === 0 && options.record ? ['all'] : given;
  if (names.length === 0) {
    process.stdout.write(`${listOf()}\n`);
    return 0;
  }
  const wrong = whatIsWrong(names, options);
  if (wrong !== undefined) {
    process.stderr.write(`${wrong}\n`);
    return USAGE_ERROR;
  }
  const chosen = names.flatMap(name => findExperiments(name) ?? []);
  if (options.open) return await inAShopOfItsOwn(startArgsFor(chosen.map(([, experiment]) => experiment)));
  const lacks = await Promise.all(chosen.map(lackOf));
  for (const lack of lacks) if (lack !== undefined) process.stderr.write(`${lack}\n`);
  const possible = chosen.filter((_, i) => lacks[i] === undefined);
  const verdicts = await play(possible, options);
  if (verdicts.includes('FAILS')) return 1;
  if (possible.length < chosen.length) return USAGE_ERROR;
  return verdicts.includes('INCONCLUSIVE') ? INCONCLUSIVE : 0;
}

async function gradeOne(name: string): Promise<number> {
  // Only now: what a learner has written there may not even load, and must not keep experiments from running.
  const { assignmentNames, grade } = await import('./assignments/grade.ts');
  const graded = await grade(name);
  if (graded === undefined) {
    process.stderr.write(`There is no assignment "${name}": npm run lab grade takes one of ${assignmentNames}.\n`);
    return USAGE_ERROR;
  }
  process.stdout.write(`${graded.text}\n`);
  return graded.passed ? 0 : 1;
}

function readArguments(): { names: string[]; options: Options } {
  const off = { type: 'boolean', default: false } as const;
  try {
    const { positionals, values } = parseArgs({
      options: {
        yes: off,
        quick: off,
        json: off,
        record: off,
        together: off,
        same: off,
        open: off,
        seed: { type: 'string' },
      },
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

function whatIsWrong(names: readonly string[], options: PlayOptions): string | undefined {
  const unknown = names.find(name => findExperiments(name) === undefined);
  if (unknown !== undefined) return `There is no experiment "${unknown}".\n${listOf()}`;
  if (options.record && (options.quick || options.same))
    return '--record keeps whole runs only: leave out --quick and --same.';
  return undefined;
}

/** The shop heals itself some time after an experiment that was killed; Ctrl-C need not wait for that. */
process.once('SIGINT', () => void giveShopBack().finally(() => process.exit(130)));

try {
  process.exitCode = await lab();
} catch (error) {
  if (!(error instanceof ControlRoomError || error instanceof NotWrittenError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = USAGE_ERROR;
}
