import type { Exchange, LostCommits } from '../history.ts';

const databaseOf = ({ kind }: Exchange) => (kind === 'order' || kind === 'claim' ? 'checkout' : 'payment');

/** Whether the database may have forgotten what this exchange was answered: that may have been committed in the time that was lost. */
export function isForgotten(exchange: Exchange, lostCommits: readonly LostCommits[]): boolean {
  return lostCommits.some(lost => isForgottenIn(lost, exchange));
}

/**
 * The answers to one key, in the order they came, split where the first of a part may have been forgotten before the next came.
 *
 * An answer that came before the copy was made is in the copy: the service must remember it.
 */
export function rememberedParts<E extends Exchange>(answers: readonly E[], lostCommits: readonly LostCommits[]): E[][] {
  const parts: E[][] = [];
  let part: E[] = [];
  for (const answer of answers.toSorted((a, b) => a.answeredAtMs - b.answeredAtMs)) {
    const [first] = part;
    const isAfterLoss = (lost: LostCommits) =>
      first !== undefined && isForgottenIn(lost, first) && answer.answeredAtMs > lost.untilMs;
    if (first === undefined || lostCommits.some(isAfterLoss)) parts.push((part = []));
    part.push(answer);
  }
  return parts;
}

/** Whether the exchange began when its database had lost what it would ever lose. */
export function isAfterLosses(exchange: Exchange, lostCommits: readonly LostCommits[]): boolean {
  return lostCommits.every(lost => lost.database !== databaseOf(exchange) || exchange.requestedAtMs > lost.untilMs);
}

function isForgottenIn({ database, sinceMs, untilMs }: LostCommits, exchange: Exchange): boolean {
  return database === databaseOf(exchange) && exchange.answeredAtMs > sinceMs && exchange.requestedAtMs < untilMs;
}
