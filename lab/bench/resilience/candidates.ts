import type { Candidate } from './candidate.ts';

/** Each loads only itself: the others' code would share its memory and the compiler's time. */
export const candidates = {
  'lower bound': async () => (await import('./candidates/lower-bound.ts')).candidate,
  'fire and a timer': async () => (await import('./candidates/fire-and-timer.ts')).candidate,
  ours: async () => (await import('./candidates/ours.ts')).candidate,
  'ours, 3 × p99': async () => (await import('./candidates/ours.ts')).measured,
  cockatiel: async () => (await import('./candidates/cockatiel.ts')).candidate,
  opossum: async () => (await import('./candidates/opossum.ts')).candidate,
  mollitia: async () => (await import('./candidates/mollitia.ts')).candidate,
  'p-retry': async () => (await import('./candidates/p-retry.ts')).candidate,
} satisfies Record<string, () => Promise<Candidate>>;

export type CandidateName = keyof typeof candidates;
