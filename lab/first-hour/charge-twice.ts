import { addedToBooks } from '../kit/books.ts';
import { press } from '../kit/control-room.ts';
import { note } from './sights.ts';

/** Of the draws of this seed the first strikes and the next five do not: an answer is lost, and the retry's is not. */
const ONE_LOST = {
  service: 'payment',
  kind: 'lose-response',
  percent: '50',
  seed: '101',
  'match.route': '/charge-card',
  forMs: '20000',
};

/** The charge is made and its answer lost; checkout asks again. With the key the money moves once, naively twice. */
export async function chargeTwice(buy: () => Promise<unknown>): Promise<void> {
  const keyed = await chargesOfOneOrder(buy);
  note('buy while the answer to the charge is lost', 'one order, one charge', keyed, keyed === '1 order, 1 charge');
  await press('/patterns/idempotency/off');
  const naive = await chargesOfOneOrder(buy).finally(() => press('/patterns/idempotency/on'));
  note('the same with idempotency off', 'one order, two charges', naive, naive === '1 order, 2 charges');
}

async function chargesOfOneOrder(buy: () => Promise<unknown>): Promise<string> {
  const { orders, charges } = await addedToBooks(async () => {
    await press('/faults', ONE_LOST);
    await buy();
    await press('/faults/stop');
  });
  return `${orders} ${orders === 1 ? 'order' : 'orders'}, ${charges} ${charges === 1 ? 'charge' : 'charges'}`;
}
