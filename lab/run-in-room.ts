import type { ShopExperiment } from './experiments/experiment.ts';
import { groups } from './experiments/list.ts';
import { runExperiment } from './experiments/run-experiment.ts';

/**
 * What the control room starts: `list` prints the experiments that use the open shop, a name runs one of them.
 *
 * It is built into the control room, so that the lab is there in containers too. SHOP_URL and ROOM_URL say where the shop is.
 * Prints one line of JSON; ends with 1 and a sentence if there is no result.
 */
async function runInRoom(name: string): Promise<unknown> {
  const all = new Map(Object.values(groups).flatMap(group => Object.entries(group)));
  const onTheShop = [...all].filter((each): each is [string, ShopExperiment] => each[1].stage === 'shop');
  if (name === 'list') return onTheShop.map(([each, experiment]) => described(each, experiment));
  const found = onTheShop.find(([each]) => each === name);
  if (found === undefined) throw new Error(`There is no experiment "${name}" on the open shop.`);
  return await runExperiment(name, found[1], true);
}

function described(name: string, { asks, textbook, hypothesis, held, guess, questions, see, ...rest }: ShopExperiment) {
  const { seconds } = rest.setup(true);
  return { name, asks, textbook, hypothesis, held, guess, questions, see, seconds };
}

/** JSON has no Infinity. */
const neverAsText = (_: string, value: unknown) => (value === Infinity ? 'never' : value);

try {
  process.stdout.write(`${JSON.stringify(await runInRoom(process.argv[2] ?? 'list'), neverAsText)}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
