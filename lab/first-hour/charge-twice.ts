import { press, roomState } from '../kit/control-room.ts';
import { lookUntil, note } from './sights.ts';

/** The screen asks both sides anew every two seconds. */
const STILL_MS = 5000;
const COUNTED_WITHIN_MS = 30_000;

/** Of the draws of this seed the first strikes and the next five do not: an answer is lost, and the retry's is not. */
const ONE_LOST = {
  service: 'payment',
  kind: 'lose-response',
  percent: '50',
  seed: '101',
  'match.route': '/charge-card',
  forMs: '20000',
};

type Books = NonNullable<Awaited<ReturnType<typeof roomState>>['books']>;

/** The charge is made and its answer lost; checkout asks again. With the key the money moves once, naively twice. */
export async function chargeTwice(buy: () => Promise<unknown>): Promise<void> {
  const keyed = await chargesOfOneOrder(buy);
  note('buy while the answer to the charge is lost', 'one order, one charge', keyed, keyed === '1 order, 1 charge');
  await press('/patterns/idempotency/off');
  const naive = await chargesOfOneOrder(buy).finally(() => press('/patterns/idempotency/on'));
  note('the same with idempotency off', 'one order, two charges', naive, naive === '1 order, 2 charges');
}

async function chargesOfOneOrder(buy: () => Promise<unknown>): Promise<string> {
  const before = await booksWhenStill();
  await press('/faults', ONE_LOST);
  await buy();
  await press('/faults/stop');
  const after = await booksWhenStill();
  const [orders, charges] = [after.orders - before.orders, after.charges - before.charges];
  return `${orders} ${orders === 1 ? 'order' : 'orders'}, ${charges} ${charges === 1 ? 'charge' : 'charges'}`;
}

/** What is paid beside what the bank took, as the screen shows it when nothing moves any more. */
async function booksWhenStill(): Promise<Books> {
  let last = '';
  let sinceMs = performance.now();
  const read = async () => {
    const { books } = await roomState();
    const now = JSON.stringify(books);
    if (now !== last || books === undefined || books.underWay > 0) sinceMs = performance.now();
    last = now;
    return books;
  };
  const { seen } = await lookUntil(read, () => performance.now() - sinceMs > STILL_MS, COUNTED_WITHIN_MS);
  if (seen === undefined) throw new Error('the control room has not heard of orders and charges');
  return seen;
}
