import type { Part } from '../clients/availability.ts';

type State = Part<unknown>['state'];

const since = new Map<string, { state: State; at: number }>();

/** A section is shown in this state. */
export function noteState(section: string, state: State): void {
  if (since.get(section)?.state !== state) since.set(section, { state, at: Date.now() });
}

/**
 * Since when a section has been shown as it is now; epoch milliseconds.
 *
 * On all pages of this storefront together: that one product's copy is old says nothing of the next, that search is away does.
 */
export function inThisStateSince(section: string): number {
  return since.get(section)?.at ?? Date.now();
}
