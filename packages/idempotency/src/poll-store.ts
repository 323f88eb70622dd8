import { setTimeout as sleep } from 'node:timers/promises';
import type { Intent, IntentStore, Stand } from './intent.ts';

export const POLL_EVERY_MS = 50;

type Store = Pick<IntentStore<never, unknown, unknown>, 'stand'>;
const pollsOf = new WeakMap<Store, Map<string, Promise<Stand | undefined>>>();

/**
 * Waits 50 ms, then returns the state of the intent.
 *
 * One read per key and process, however many requests wait for it: 99 duplicates must not keep the database busy.
 */
export function nextPoll<I extends Intent>(
  store: Pick<IntentStore<I, unknown, unknown>, 'stand'>,
  intent: I,
): Promise<Stand | undefined> {
  const polls = pollsOf.get(store) ?? new Map<string, Promise<Stand | undefined>>();
  pollsOf.set(store, polls);
  const name = JSON.stringify([intent.scope, intent.key]);
  const known = polls.get(name);
  if (known !== undefined) return known;
  const poll = sleep(POLL_EVERY_MS)
    .then(() => store.stand(intent))
    .finally(() => polls.delete(name));
  polls.set(name, poll);
  return poll;
}
