import { lookUntil } from '@watertight/testing/processes';
import { aDayPasses } from './a-day-passes.ts';
import { sendOnceMore } from './send-once-more.ts';
import { type Books, readBooks } from './books/books.ts';
import { findCardData } from './card-data.ts';
import type { History, LostCommits } from './history.ts';
import { quiet } from './quiet.ts';
import { agreementRules } from './rules/agreement.ts';
import type { Run } from './rules/rule.ts';
import type { MoneyShop } from './shop.ts';

/** The contract's minute after the last fault, in which everything is settled without a client; and one round of looking. */
const SETTLES_WITHIN_MS = 65_000;
/** Two rounds in which services compare their books, what they wait before they give money back, and the giving. */
const AGREES_WITHIN_MS = 20_000;

/** How long what was not right before is waited for again. */
const ONCE_LATE_MS = 3000;

/** What is left at a moment after the last fault. */
export interface Moment {
  name: string;
  run: Run;
}

/**
 * The end of a run, in three moments: without any client, after every key was sent once more, and after the same a day later.
 *
 * The first is the only one at which the shop must have put everything right by itself.
 */
export async function endings(shop: MoneyShop, history: History, say: (line: string) => void): Promise<Moment[]> {
  const moments: Moment[] = [];
  let settlesWithinMs = SETTLES_WITHIN_MS;
  let agreesWithinMs = AGREES_WITHIN_MS;
  const look = async (name: string, unanswered: string[] = []) => {
    const unsettled = [...unanswered, ...(await quiet(shop, settlesWithinMs, say))];
    if (unsettled.length > 0) settlesWithinMs = ONCE_LATE_MS;
    const { lostCommits } = history;
    const books = await agreedBooks(shop, lostCommits, agreesWithinMs);
    if (!agree({ books, lostCommits })) agreesWithinMs = ONCE_LATE_MS;
    const cardData = await findCardData(shop);
    const run = { exchanges: [...history.exchanges], lostCommits, books, unsettled, fallen: shop.fallen, cardData };
    moments.push({ name, run });
  };
  await look('without a client');
  await look('sent once more', await sendOnceMore(shop, history));
  await aDayPasses(shop);
  await look('a day later', await sendOnceMore(shop, history));
  return moments;
}

/** The books as soon as they agree, or when the time for it is over. */
async function agreedBooks(shop: MoneyShop, lostCommits: readonly LostCommits[], withinMs: number): Promise<Books> {
  const doAgree = (books: Books) => agree({ books, lostCommits });
  return (await lookUntil(() => readBooks(shop), doAgree, { withinMs, everyMs: 500 })).seen;
}

function agree(left: Pick<Run, 'books' | 'lostCommits'>): boolean {
  return agreementRules.every(({ broken }) => broken(left).length === 0);
}
