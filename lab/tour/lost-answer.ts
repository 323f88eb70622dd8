import type { Page } from '../visitor.ts';
import { shop } from '../shop-verbs.ts';
import { note } from './sights.ts';

/** Checkout takes an order, and its answer never arrives: the page says so, and nothing else of checkout is affected. */
export async function lostAnswer(buyOnce: () => Promise<{ basket: Page; order: Page }>): Promise<void> {
  await shop('fault', 'lose-response', 'checkout', 'match.route=/orders');
  const { basket, order } = await buyOnce();
  const isConfirming = order.html.includes('Being confirmed. You will not be charged twice.');
  const heading = /<h1>(.*?)<\/h1>/.exec(order.html)?.[1] ?? `status ${order.status}`;
  note(
    'lose the answer to an order',
    'the basket works, the order is being confirmed',
    `basket ${basket.status}, "${heading}"`,
    basket.status === 200 && isConfirming,
  );
  await shop('heal');
}
