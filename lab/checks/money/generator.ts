import { openLoop } from '../../kit/open-loop.ts';
import type { OperationContext } from './operation.ts';
import { Buying } from './buying.ts';
import { Charging } from './charging.ts';
import { Forging } from './forging.ts';
import { OneTimeClients } from './one-time-clients.ts';

/** Enough to meet each fault many times, and little enough that two cores also do the work behind it. */
const PER_SECOND = 12;

/**
 * Requests money and goods at drawn times, whether earlier requests have ended or not, until `untilMs`.
 *
 * Resolves when everything it requested was answered or given up.
 */
export async function load(context: OperationContext): Promise<void> {
  const { history, random, untilMs } = context;
  const clients = [new Charging(context), new Buying(context), new OneTimeClients(context), new Forging(context)];
  const operations = clients.flatMap(client => client.operations);
  const failed: unknown[] = [];
  const call = () =>
    random
      .weighted(operations)()
      .catch((error: unknown) => failed.push(error));
  await openLoop({ perSecond: PER_SECOND, forMs: () => history.nowMs >= untilMs, call, random: random.next });
  if (failed.length > 0) throw failed[0]; // of this check, not of the shop: a client never rejects
}
