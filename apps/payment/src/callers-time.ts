import type { Ended } from '@watertight/idempotency';
import { remainingMs, within } from '@watertight/service-kit';
import { timeBudgets } from './policies.ts';

/** The time that work may take so that its answer still reaches the caller, in ms. */
export const callersTimeMs = (): number => remainingMs() - timeBudgets.returnMs;

/** Returns how work ended, or unknown when the caller's time ends first; the work itself goes on. */
export async function inCallersTime<Refused>(work: Promise<Ended<Refused>>): Promise<Ended<Refused>> {
  return (await within(callersTimeMs(), work)) ?? { is: 'unknown' };
}
