import { SECOND } from '@watertight/resilience';
import { lookUntil } from '@watertight/testing/until';
import { roomState, type RoomState } from './control-room.ts';

/** While the sums stay the same they are read anew only every six seconds. */
const STILL_MS = 8 * SECOND;
const COUNTED_WITHIN_MS = 60 * SECOND;

type Books = NonNullable<RoomState['books']>;

/** Returns the paid orders and the captured charges that the screen shows, as soon as neither changes any more. */
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
  const { seen } = await lookUntil(read, () => performance.now() - sinceMs > STILL_MS, {
    withinMs: COUNTED_WITHIN_MS,
    everyMs: 100,
  });
  if (seen === undefined) throw new Error('the control room does not know orders and charges: no visitors run');
  return seen;
}

/** Returns how many orders were paid and how many charges were captured by what `act` does. */
export async function addedToBooks(act: () => Promise<unknown>): Promise<{ orders: number; charges: number }> {
  const before = await booksWhenStill();
  await act();
  const after = await booksWhenStill();
  return { orders: after.orders - before.orders, charges: after.charges - before.charges };
}
