import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './act.ts';
import { type Blow, blowsToGround } from './blows-to-ground.ts';
import { blowsToProcesses } from './blows-to-processes.ts';
import { databaseFaults } from './database-faults.ts';
import { fragileNames } from './databases.ts';
import { Dice } from './dice.ts';

/** How long a lane leaves its kind in peace, in ms. */
const pauses = { process: [200, 1500], ground: [200, 1500], database: [1500, 7000] } as const;

/**
 * Breaks processes, what they share, and the databases of payment and checkout, until the scene ends; then all runs again.
 *
 * Each kind has a lane of its own: two databases may fail at once, and one mostly fails alone.
 */
export async function strike({ shop, history, dice, untilMs }: Scene): Promise<void> {
  const lane = async (blowsWith: (own: Dice) => readonly (readonly [number, Blow])[], kind: keyof typeof pauses) => {
    // Draws of its own: they must not hang on how long the other lanes take.
    const own = new Dice(dice.between(1, 2 ** 30));
    const blows = blowsWith(own);
    await sleep(1000);
    while (history.nowMs < untilMs) {
      await own.weighted(blows)();
      await sleep(own.between(...pauses[kind]));
    }
  };
  await Promise.all([
    lane(own => blowsToProcesses(shop, history, own), 'process'),
    lane(own => blowsToGround(shop, history, own), 'ground'),
    ...fragileNames.map(name => lane(own => databaseFaults(shop, history, own, name), 'database')),
  ]);
  await shop.heal();
  history.addBlow('no more: everything runs again');
}
