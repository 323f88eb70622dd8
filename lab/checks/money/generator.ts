import { openLoop } from '../../kit/open-loop.ts';
import type { Scene } from './operation.ts';
import { Buying } from './buying.ts';
import { Charging } from './charging.ts';
import { Forging } from './forging.ts';
import { GoingAway } from './one-time-clients.ts';

/** Enough to meet each fault many times, and little enough that two cores also do the work behind it. */
const PER_SECOND = 12;

/**
 * Asks for money and goods at drawn times, whether earlier questions have ended or not, until the scene ends.
 *
 * Resolves when everything it asked was answered or given up.
 */
export async function load(scene: Scene): Promise<void> {
  const { history, random, untilMs } = scene;
  const clients = [new Charging(scene), new Buying(scene), new GoingAway(scene), new Forging(scene)];
  const acts = clients.flatMap(client => client.acts);
  const failed: unknown[] = [];
  const call = () =>
    random
      .weighted(acts)()
      .catch((error: unknown) => failed.push(error));
  await openLoop({ perSecond: PER_SECOND, forMs: () => history.nowMs >= untilMs, call, random: random.next });
  if (failed.length > 0) throw failed[0]; // of this check, not of the shop: a client never rejects
}
