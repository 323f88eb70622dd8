import { setTimeout as sleep } from 'node:timers/promises';
import { type Blow, blowsToGround } from './blows-to-ground.ts';
import { blowsToProcesses } from './blows-to-processes.ts';
import type { Scene } from './act.ts';
import { Dice } from './dice.ts';

/** Breaks processes and, at the same time, what they stand on, until the scene ends; then all runs again. */
export async function strike({ shop, history, dice, untilMs }: Scene): Promise<void> {
  const lane = async (blowsOf: typeof blowsToGround, seed: number) => {
    // Draws of its own: they must not hang on how long the other lane takes.
    const own = new Dice(seed);
    const blows: readonly (readonly [number, Blow])[] = blowsOf(shop, history, own);
    await sleep(1000);
    while (history.nowMs < untilMs) {
      await own.weighted(blows)();
      await sleep(own.between(200, 1500));
    }
  };
  const seeds = [dice.between(1, 2 ** 30), dice.between(1, 2 ** 30)] as const;
  await Promise.all([lane(blowsToProcesses, seeds[0]), lane(blowsToGround, seeds[1])]);
  await shop.heal();
  history.addBlow('no more: everything runs again');
}
