import { addedToBooks } from './books.ts';
import { press } from './control-room.ts';

/** Of the draws of this seed the first strikes and the next five do not: an answer is lost, and the retry's is not. */
const ONE_LOST = {
  service: 'payment',
  kind: 'lose-response',
  percent: '50',
  seed: '101',
  'match.route': '/charge-card',
  forMs: '20000',
};

/**
 * Buys while payment's answer to the charge is lost once, so that checkout sends the charge again.
 *
 * @returns what the control room counts more than before: `1 order, 2 charges`. Other visitors have to be away
 */
export async function chargesOfOneOrder(buyOnce: () => Promise<unknown>): Promise<string> {
  const { orders, charges } = await addedToBooks(async () => {
    await press('/faults', ONE_LOST);
    await buyOnce();
    await press('/faults/stop');
  });
  return `${orders} ${orders === 1 ? 'order' : 'orders'}, ${charges} ${charges === 1 ? 'charge' : 'charges'}`;
}
