import type { Books } from '../books/books.ts';
import type { Exchange, LostCommits } from '../history.ts';

/** What a run left behind: everything that was requested and answered, and the books once all was quiet. */
export interface Run {
  exchanges: readonly Exchange[];
  /** When which database has forgotten what. */
  lostCommits: readonly LostCommits[];
  books: Books;
  /** What was still under way a minute after the last fault, in words. */
  unsettled: readonly string[];
  /** Processes that ended without having been killed, in words. */
  fallen: readonly string[];
  /** Where a card's number or token stands, in words. */
  cardData: readonly string[];
}

/** What must be true of every run; answers with what is not, one line each, the key or id first. */
export interface Rule {
  says: string;
  broken: (run: Run) => string[];
}

/** A rule that needs the books only and when they were put back, so that it can be checked before all is over. */
export interface BooksRule extends Rule {
  broken: (run: Pick<Run, 'books' | 'lostCommits'>) => string[];
}

export function byKey<T extends { key: string }>(things: readonly T[]): Map<string, T[]> {
  return Map.groupBy(things, ({ key }) => key);
}
