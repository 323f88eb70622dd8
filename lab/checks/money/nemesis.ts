import { setTimeout as sleep } from 'node:timers/promises';
import type { OperationContext } from './operation.ts';
import { type InjectFault, sharedFaults } from './shared-faults.ts';
import { processFaults } from './process-faults.ts';
import { databaseFaults } from './database-faults.ts';
import { type FragileName, fragileNames } from './shop.ts';
import { RandomSource } from '../../kit/random-source.ts';
import { timeGoesBack } from './time-goes-back.ts';

/** How long a lane pauses after a fault, in ms. */
const pauses: Record<'process' | 'shared' | 'database', readonly [number, number]> = {
  process: [200, 1500],
  shared: [200, 1500],
  database: [2000, 9000],
};
/** When a database first goes back in time, and how long until the next time: of both together twice in a minute. */
const goesBack = { first: [8000, 45_000], next: [40_000, 80_000] } as const;

/**
 * Breaks processes, what they share, and the databases of payment and checkout, until `untilMs`; then all runs again.
 *
 * Each kind has a lane of its own: two databases may fail at once, and one mostly fails alone.
 */
export async function injectFaults(context: OperationContext): Promise<void> {
  const { shop, history, random } = context;
  await sleep(1000);
  // Draws of its own for each lane: they must not hang on how long the other lanes take.
  const own = () => new RandomSource(random.between(1, 2 ** 30));
  await Promise.all([
    lane({ ...context, random: own() }, 'process', processFaults),
    lane({ ...context, random: own() }, 'shared', sharedFaults),
    ...fragileNames.map(name => databaseLane({ ...context, random: own() }, name)),
  ]);
  await shop.heal();
  history.addFault('no more: everything runs again');
}

async function lane(
  { shop, history, random, untilMs }: OperationContext,
  kind: keyof typeof pauses,
  faultsOf: typeof sharedFaults,
): Promise<void> {
  const faults: readonly (readonly [number, InjectFault])[] = faultsOf(shop, history, random);
  while (history.nowMs < untilMs) {
    await random.weighted(faults)();
    await sleep(random.between(...pauses[kind]));
  }
}

async function databaseLane(context: OperationContext, name: FragileName): Promise<void> {
  const { random, history } = context;
  let goesBackAtMs = history.nowMs + random.between(...goesBack.first);
  await lane(context, 'database', (shop, _, random) => {
    const faults = databaseFaults(shop, history, random, name);
    const drawn = async () => {
      if (history.nowMs < goesBackAtMs) return random.weighted(faults)();
      await timeGoesBack(context, name);
      goesBackAtMs = history.nowMs + random.between(...goesBack.next);
    };
    return [[1, drawn]];
  });
}
