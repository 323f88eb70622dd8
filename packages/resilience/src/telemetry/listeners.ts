import { warnOnce } from './warn-once.ts';

const FAILED = 'A listener of a pipeline failed, which changes nothing for calls';

type Listener<Event> = (event: Event) => unknown;

/**
 * Tells listeners what happened, in the order it happened.
 *
 * Whatever a listener does, throwing and causing further events included, changes nothing for the call that is under way.
 */
export class Listeners<Events extends Record<string, object>> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();
  readonly #untold: { name: keyof Events; event: object }[] = [];
  #telling = false;

  /** Returns the way to stop listening. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  tell<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    if (!this.#listeners.has(name)) return;
    this.#untold.push({ name, event });
    // An event caused inside a listener waits until everybody has heard of the one before it.
    if (this.#telling) return;
    this.#telling = true;
    for (let next = this.#untold.shift(); next !== undefined; next = this.#untold.shift())
      this.#tellAll(next.name, next.event);
    this.#telling = false;
  }

  #tellAll(name: keyof Events, event: object): void {
    // A copy: a listener may add others, who hear of the next event.
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
