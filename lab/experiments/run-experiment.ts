import { SECOND } from '@watertight/resilience';
import { lookUntil } from '@watertight/testing/until';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ControlRoomError } from '../kit/control-room.ts';
import type { Experiment, Row, Seen, Setup, ShopExperiment } from './experiment.ts';
import { claimsHold, judgeRow, type RowResult, type Verdict, verdictOn } from './judge.ts';
import { OpenShop } from './open-shop.ts';
import { lackOf } from './replicas.ts';

/** A load generator that is later than this measures itself. */
const MAX_LATENESS_MS = 50;
/** A machine that stops this process for longer changes what it measures. */
const MAX_PAUSE_MS = 50;
const MS_IN_NS = 1e6;

export interface Result {
  readonly rows: readonly RowResult[];
  readonly verdict: Verdict;
  /** Why an INCONCLUSIVE run says nothing. */
  readonly obstacle?: string;
}

/** Hears of a run on the shop before each arm: the predictions, and what was measured in the arms before. */
export type Watcher = (rows: readonly Row[], seen: Readonly<Record<string, Seen>>, arm: string) => void;

/** Runs all arms and judges what they measured; once more when the machine was too slow for the load. */
export async function runExperiment(
  name: string,
  experiment: Experiment,
  isQuick: boolean,
  watch?: Watcher,
): Promise<Result> {
  const first = await runOnce(name, experiment, isQuick, watch);
  return first.verdict === 'INCONCLUSIVE' ? await runOnce(name, experiment, isQuick, watch) : first;
}

/** Runs all arms once, and judges what they measured. */
export async function runOnce(
  name: string,
  experiment: Experiment,
  isQuick: boolean,
  watch?: Watcher,
): Promise<Result> {
  const pauses = monitorEventLoopDelay({ resolution: 10 });
  pauses.enable();
  const { setup, seen, interruptions } = await runArms(name, experiment, experiment.setup(isQuick), watch);
  pauses.disable();
  const rows = experiment.predict(setup).map(row => judgeRow(row, seen));
  const { maxLatenessMs = MAX_LATENESS_MS } = experiment;
  const latenessMs = Math.max(...Object.values(seen).map(one => one.latenessMs));
  const lag = `the load generator lagged by ${Math.round(latenessMs)} ms (p99, at most ${maxLatenessMs})`;
  const obstacle = interruptions.length > 0 ? interruptions.join(', ') : latenessMs > maxLatenessMs ? lag : undefined;
  if (obstacle !== undefined) return { rows, verdict: 'INCONCLUSIVE', obstacle };
  const verdict = verdictOn(rows);
  const pausedMs = pauses.max / MS_IN_NS;
  // A pause explains a number that is somewhat off. It does not explain a claim that fails.
  if (verdict === 'FAILS' && claimsHold(rows) && pausedMs > MAX_PAUSE_MS)
    return { rows, verdict: 'INCONCLUSIVE', obstacle: `the lab stood still for ${Math.round(pausedMs)} ms` };
  return { rows, verdict };
}

interface Run {
  setup: Setup;
  /** By arm. */
  seen: Readonly<Record<string, Seen>>;
  /** Processes that were dead or hung after an arm, or crashed meanwhile. */
  interruptions: readonly string[];
}

async function runArms(name: string, experiment: Experiment, setup: Setup, watch?: Watcher): Promise<Run> {
  if (experiment.stage === 'shop') return await onTheShop(name, experiment, setup, watch);
  const run = async (arm: string) => [arm, await experiment.run(arm, setup)] as const;
  return { setup, seen: Object.fromEntries(await Promise.all(Object.keys(setup.arms).map(run))), interruptions: [] };
}

async function onTheShop(name: string, experiment: ShopExperiment, setup: Setup, watch?: Watcher): Promise<Run> {
  const lack = await lackOf([name, experiment]);
  if (lack !== undefined) throw new ControlRoomError(lack);
  await using shop = await OpenShop.borrow(name, setup.seconds);
  const numbersOf = shop.numbersOf.bind(shop);
  const adapted = (await experiment.inForce?.(setup, numbersOf, shop.processesOf.bind(shop))) ?? setup;
  const seen: Record<string, Seen> = {};
  const interruptions = new Set<string>();
  for (const arm of Object.keys(setup.arms)) {
    watch?.(experiment.predict(adapted), seen, arm);
    seen[arm] = await experiment.run(arm, adapted, shop).catch(error => explain(error, shop));
    await shop.heal();
    for (const interruption of await shop.interruptions()) interruptions.add(interruption);
  }
  return { setup: adapted, seen, interruptions: [...interruptions] };
}

/** @throws ControlRoomError in place of an error that is no wonder: a process has died by itself */
async function explain(error: unknown, shop: OpenShop): Promise<never> {
  if (error instanceof ControlRoomError) throw error;
  const { seen } = await lookUntil(
    () => shop.interruptions(),
    found => found.length > 0,
    { withinMs: 3 * SECOND, everyMs: 200 },
  );
  if (seen.length === 0) throw error;
  throw new ControlRoomError(`The run broke off: ${seen.join(', ')}.`, { cause: error });
}
