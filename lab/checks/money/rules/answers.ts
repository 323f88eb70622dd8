import { isFinal } from '../client.ts';
import type { Answer, Exchange } from '../history.ts';
import { LEASE_MS } from '../shop.ts';
import { rememberedParts } from './lost-commits.ts';
import { byKey, type Rule } from './rule.ts';

/** Of a problem: the trace of the request that it was made for. */
const REFERENCE = /,?"reference":"[\da-f]*"/;
const ANSWERED_WITHIN_MS = 15_000;
const IN_PROGRESS_MS = LEASE_MS + 5000;

type Answered = Exchange & { answer: Answer };
const answered = (exchanges: readonly Exchange[]) =>
  exchanges.filter((each): each is Answered => each.answer !== undefined);
/** Keys mean something to the service that receives one; a claim has none. */
const keyed = (exchanges: readonly Exchange[]) => answered(exchanges).filter(({ kind }) => kind !== 'claim');
const final = (exchanges: readonly Exchange[]) => keyed(exchanges).filter(({ answer }) => isFinal(answer));

const textsOf = (all: readonly Answered[]) => all.map(({ answer }) => `${answer.status} ${answer.text}`);

export const answerRules: Rule[] = [
  { says: 'no process ends unless it is killed, whatever is unavailable', broken: ({ fallen }) => [...fallen] },
  {
    says: 'every request ends within 15 s, with an answer or a broken connection',
    broken: ({ exchanges }) =>
      exchanges
        .filter(({ requestedAtMs, answeredAtMs }) => answeredAtMs - requestedAtMs > ANSWERED_WITHIN_MS)
        .map(
          ({ key, requestedAtMs, answeredAtMs }) =>
            `${key}: ${answeredAtMs - requestedAtMs} ms, requested at ${requestedAtMs}`,
        ),
  },
  {
    says: 'no answer is a 500: whatever is unavailable has a problem of its own',
    broken: ({ exchanges }) =>
      answered(exchanges)
        .filter(({ answer }) => answer.status === 500)
        .map(({ key, requestedAtMs, answer }) => `${key}: requested at ${requestedAtMs}: ${answer.text.slice(0, 200)}`),
  },
  {
    says: 'all final answers to one key are the same bytes',
    broken: ({ exchanges, lostCommits }) =>
      [...byKey(final(exchanges))].flatMap(([key, all]) => {
        // Only bytes that a database may have lost are made anew, perhaps with another reference, time or price. Charges and
        // refunds say the same even then: the bank's answer to them follows from the key.
        const parts = rememberedParts(all, lostCommits).map(part => textsOf(part));
        const isOrder = all.some(({ kind }) => kind === 'order');
        const sayings = isOrder ? [] : [textsOf(all).map(text => text.replace(REFERENCE, ''))];
        return [...parts, ...sayings]
          .map(texts => [...new Set(texts)])
          .filter(texts => texts.length > 1)
          .map(texts => `${key}: ${texts.join(' | ')}`);
      }),
  },
  {
    says: 'exactly the replays are marked: one first answer at most, and none after another',
    // What a database has lost it does once more, and then that is a first answer again.
    broken: ({ exchanges, lostCommits }) =>
      [...byKey(final(exchanges))].flatMap(([key, all]) =>
        rememberedParts(all, lostCommits).flatMap(part => {
          const firsts = part.filter(({ answer }) => !answer.replayed);
          const late = firsts.filter(first =>
            part.some(each => each !== first && each.answeredAtMs < first.requestedAtMs),
          );
          return firsts.length > 1 || late.length > 0
            ? [`${key}: ${firsts.length} unmarked, ${late.length} too late`]
            : [];
        }),
      ),
  },
  {
    says: 'no charge is "in progress" for longer than a lease and 5 s',
    broken: ({ exchanges }) =>
      [...byKey(answered(exchanges).filter(({ kind }) => kind === 'charge'))].flatMap(([key, all]) => {
        const longest = longestRunMs(all, ({ answer }) => answer.code === 'request-in-progress');
        return longest > IN_PROGRESS_MS ? [`${key}: ${longest} ms`] : [];
      }),
  },
];

/** From the first answer that is `such` to the last request that still got one, in the longest run of them. */
function longestRunMs(exchanges: readonly Answered[], such: (exchange: Answered) => boolean): number {
  let longest = 0;
  let sinceMs: number | undefined;
  for (const exchange of exchanges.toSorted((a, b) => a.requestedAtMs - b.requestedAtMs)) {
    if (!such(exchange)) sinceMs = undefined;
    else longest = Math.max(longest, exchange.requestedAtMs - (sinceMs ??= exchange.answeredAtMs));
  }
  return longest;
}
