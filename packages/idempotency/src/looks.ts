import { setTimeout as sleep } from 'node:timers/promises';
import type { Intent, IntentStore, Stand } from './intent.ts';

export const LOOK_EVERY_MS = 50;

type Store = Pick<IntentStore<never, unknown, unknown>, 'stand'>;
const looksAt = new WeakMap<Store, Map<string, Promise<Stand | undefined>>>();

/**
 * Waits 50 ms, then tells where the intent stands.
 *
 * One look per key and process, however many wait for it: 99 twins must not keep the database busy.
 */
export function nextLook<I extends Intent>(
  store: Pick<IntentStore<I, unknown, unknown>, 'stand'>,
  intent: I,
): Promise<Stand | undefined> {
  const looks = looksAt.get(store) ?? new Map<string, Promise<Stand | undefined>>();
  looksAt.set(store, looks);
  const name = JSON.stringify([intent.scope, intent.key]);
  const known = looks.get(name);
  if (known !== undefined) return known;
  const look = sleep(LOOK_EVERY_MS)
    .then(() => store.stand(intent))
    .finally(() => looks.delete(name));
  looks.set(name, look);
  return look;
}
