import type { LabExperiment, LabProgress, LabRow } from '@watertight/contracts/lab';
import { type Experiment, questionOf, type Row, type Seen, type ShopExperiment } from './experiments/experiment.ts';
import { judgeRow } from './experiments/judge.ts';
import { groups } from './experiments/list.ts';
import { giveShopBack } from './experiments/open-shop.ts';
import { runExperiment, type Watcher } from './experiments/run-experiment.ts';
import { neverAsText } from './experiments/shown.ts';

/**
 * What the control room starts: `list` prints the experiments that use the open shop, a name runs one of them, quick.
 *
 * It is built into the control room, so that the lab is there in containers too. SHOP_URL and ROOM_URL say where the shop is.
 * A run prints its progress before each arm, and its result, one line of JSON each. It ends with 1 and a sentence if there
 * is no result.
 */
async function runInRoom(name: string): Promise<void> {
  const all = Object.entries(Object.assign({}, ...Object.values(groups)) as Record<string, Experiment>);
  const onTheShop = all.filter((each): each is [string, ShopExperiment] => each[1].stage === 'shop');
  if (name === 'list') return print(onTheShop.map(([each, experiment]) => described(each, experiment)));
  const [, experiment] = onTheShop.find(([each]) => each === name) ?? [];
  if (experiment === undefined) throw new Error(`There is no experiment "${name}" on the open shop.`);
  const watch: Watcher = (rows, seen, arm) => print({ rows: rows.map(row => rowSoFar(row, seen)), arm });
  print(await runExperiment(name, experiment, true, watch));
}

function described(name: string, experiment: ShopExperiment): LabExperiment {
  const { asks, textbook, hypothesis, held, questions } = experiment;
  const pairs = questions.map(([question, answer]): [string, string] => [question, answer]);
  const setup = experiment.setup(true);
  const { seconds } = setup;
  const guess = { question: questionOf(experiment, setup), arm: experiment.guess.arm };
  return { name, asks, textbook, hypothesis, held, guess, questions: pairs, seconds };
}

function rowSoFar(row: Row, seen: Readonly<Record<string, Seen>>): LabRow {
  const { what, unit, why, predicted, claim } = row;
  const known = Object.fromEntries(Object.entries(predicted).filter(([arm]) => arm in seen));
  const { arms } = judgeRow({ what, unit, why, predicted: known, measure: each => row.measure(each) }, seen);
  const ofArm = (arm: string, value: number) => arms.find(each => each.arm === arm) ?? { arm, predicted: value };
  return {
    what,
    unit,
    why,
    arms: Object.entries(predicted).map(([arm, { value }]) => ofArm(arm, value)),
    ...(claim && { claim: { on: claim.on, off: claim.off, bound: claim.bound.text } }),
  };
}

function print(line: readonly LabExperiment[] | LabProgress): void {
  process.stdout.write(`${JSON.stringify(line, neverAsText)}\n`);
}

process.once('SIGTERM', () => void giveShopBack().finally(() => process.exit(143)));

try {
  await runInRoom(process.argv[2] ?? 'list');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
