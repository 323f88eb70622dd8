import { warnOnce } from './warn-once.ts';

const FAILED = 'A listener of a pipeline failed, which changes nothing for calls';

type Listener<Event> = (event: Event) => unknown;

/**
 * Notifies listeners of events, in the order in which they happened.
 *
 * Whatever a listener does, throwing and causing further events included, changes nothing for the call that is under way.
 */
export class Listeners<Events extends Record<string, object>> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();
  readonly #pending: { name: keyof Events; event: object }[] = [];
  #isNotifying = false;

  /** Returns the way to stop listening. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  notify<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    if (!this.#listeners.has(name)) return;
    this.#pending.push({ name, event });
    // An event that a listener causes waits until all listeners have received the one before it.
    if (this.#isNotifying) return;
    this.#isNotifying = true;
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift())
      this.#notifyAll(next.name, next.event);
    this.#isNotifying = false;
  }

  #notifyAll(name: keyof Events, event: object): void {
    // A copy: listeners that are added meanwhile receive the next event.
    for (const listener of new Set(this.#listeners.get(name))) {
      try {
        const answer = listener(event as never);
        if (answer instanceof Promise) answer.catch((error: unknown) => warnOnce(this, FAILED, error));
      } catch (error) {
        warnOnce(this, FAILED, error);
      }
    }
  }
}
