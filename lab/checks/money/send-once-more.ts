import { send } from './client.ts';
import type { Exchange, History } from './history.ts';
import { isNothingCharged } from './rules/nothing-charged.ts';
import type { MoneyShop } from './shop.ts';

/** Keys sent at a time. */
const AT_ONCE = 8;

/**
 * Sends every key once more: the answer is the one that was given, or the first for a key whose request was lost.
 *
 * Clients that were answered "nothing was charged" do not come back: nothing must happen to them.
 *
 * @returns what was not answered, in words
 */
export async function sendOnceMore(shop: MoneyShop, history: History): Promise<string[]> {
  const first = new Map<string, Exchange>();
  for (const exchange of history.exchanges) {
    const isOver = exchange.once && isNothingCharged(exchange);
    if (exchange.kind !== 'claim' && !isOver && !first.has(exchange.key)) first.set(exchange.key, exchange);
  }
  const left = [...first.values()];
  const unanswered: string[] = [];
  const worker = async () => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const { kind, key, body, path, filledAtMs } = next;
      const url = `${shop.clientUrlOf(kind === 'order' ? 'checkout-1' : 'payment-1')}${path}`;
      const { lost } = await send(history, { kind, key, url, body, ...(filledAtMs !== undefined && { filledAtMs }) });
      if (lost !== undefined) unanswered.push(`${kind} ${key} was not answered when everything ran again: ${lost}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return unanswered;
}
