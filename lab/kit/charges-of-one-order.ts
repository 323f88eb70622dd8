import { lookUntil } from '@watertight/testing/processes';
import { press, roomState } from './control-room.ts';

/** The control room reads both sums anew every two seconds. */
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

/**
 * Buys while payment's answer to the charge is lost once, so that checkout sends the charge again.
 *
 * @returns what the control room counts more than before: `1 order, 2 charges`. Other visitors have to be away
 */
export async function chargesOfOneOrder(buyOnce: () => Promise<unknown>): Promise<string> {
  const before = await booksWhenStill();
  await press('/faults', ONE_LOST);
  await buyOnce();
  await press('/faults/stop');
  const after = await booksWhenStill();
  const [orders, charges] = [after.orders - before.orders, after.charges - before.charges];
  return `${orders} ${orders === 1 ? 'order' : 'orders'}, ${charges} ${charges === 1 ? 'charge' : 'charges'}`;
}

/** What is paid and what the bank took, when neither changes any more. */
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
  const isStill = () => performance.now() - sinceMs > STILL_MS;
  const { seen } = await lookUntil(read, isStill, { withinMs: COUNTED_WITHIN_MS, everyMs: 100 });
  if (seen === undefined) throw new Error('the control room does not know orders and charges yet');
  return seen;
}
