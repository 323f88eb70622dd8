import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assignmentNames, grade } from './assignments/grade.ts';
import { startShop } from './bench/running-shop.ts';
import { findExperiments, listOf } from './experiments/list.ts';
import { giveShopBack } from './experiments/open-shop.ts';
import { play, type PlayOptions } from './experiments/play.ts';
import { ControlRoomError } from './kit/control-room.ts';

const USAGE_ERROR = 2;
/** Nothing failed, but at least one run was INCONCLUSIVE. */
const INCONCLUSIVE = 3;
const OPEN_WITHIN_MS = 300_000;
const root = fileURLToPath(new URL('..', import.meta.url));

/** `npm run lab`: the list; with names, runs these experiments; with `--record` and no name, all. @returns the exit code */
async function lab(): Promise<number> {
  const { names: given, options } = readArguments();
  if (given[0] === 'grade') return await gradeOne(given[1] ?? '');
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
  if (options.open) return await onAShopOfItsOwn();
  const verdicts = await play(
    names.flatMap(name => findExperiments(name) ?? []),
    options,
  );
  if (verdicts.includes('FAILS')) return 1;
  return verdicts.includes('INCONCLUSIVE') ? INCONCLUSIVE : 0;
}

async function gradeOne(name: string): Promise<number> {
  const graded = await grade(name);
  if (graded === undefined) {
    process.stderr.write(`There is no assignment "${name}": npm run lab grade takes one of ${assignmentNames}.\n`);
    return USAGE_ERROR;
  }
  process.stdout.write(`${graded.text}\n`);
  return graded.passed ? 0 : 1;
}

function readArguments(): { names: string[]; options: PlayOptions & { open: boolean } } {
  const off = { type: 'boolean', default: false } as const;
  try {
    const { positionals, values } = parseArgs({
      options: { yes: off, quick: off, json: off, record: off, together: off, open: off },
      allowPositionals: true,
    });
    return { names: positionals, options: values };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(USAGE_ERROR);
  }
}

function whatIsWrong(names: readonly string[], options: PlayOptions): string | undefined {
  const unknown = names.find(name => findExperiments(name) === undefined);
  if (unknown !== undefined) return `There is no experiment "${unknown}".\n${listOf()}`;
  return options.record && options.quick ? '--record keeps whole runs only: leave out --quick.' : undefined;
}

/** Opens the shop, runs the same command in it, and closes it. */
async function onAShopOfItsOwn(): Promise<number> {
  const shop = await startShop({ folder: root, withinMs: OPEN_WITHIN_MS });
  try {
    const args = process.argv.slice(2).filter(argument => argument !== '--open');
    // A process of its own: where the shop listens is read when one starts.
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...args], { cwd: root, stdio: 'inherit' });
    return await new Promise((resolve, reject) =>
      child.once('error', reject).once('exit', code => resolve(code ?? USAGE_ERROR)),
    );
  } finally {
    await shop.stop();
  }
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
