import { setTimeout as sleep } from 'node:timers/promises';
import type { Scene } from './act.ts';
import { Buying } from './buying.ts';
import { Charging } from './charging.ts';
import { Forging } from './forging.ts';
import { GoingAway } from './going-away.ts';

/** Enough to meet each fault many times, and little enough that two cores also do the work behind it. */
const PER_SECOND = 12;

/**
 * Asks for money and goods at drawn times, whether earlier questions have ended or not, until the scene ends.
 *
 * Resolves when everything it asked was answered or given up.
 */
export async function load(scene: Scene): Promise<void> {
  const { history, dice, untilMs } = scene;
  const clients = [new Charging(scene), new Buying(scene), new GoingAway(scene), new Forging(scene)];
  const acts = clients.flatMap(client => client.acts);
  const running: Promise<unknown>[] = [];
  while (history.nowMs < untilMs) {
    running.push(dice.weighted(acts)());
    await sleep((-Math.log(1 - dice.next()) * 1000) / PER_SECOND); // a Poisson process, as people come
  }
  await Promise.all(running);
}
