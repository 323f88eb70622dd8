import { isProblem } from '@watertight/service-kit';
import { away, ok, type Part } from '../part.ts';

/** A session that profile does not know is over: that is an answer, and the visitor is signed out. Anything else is an outage. */
export const signedOutOrAway = (error: unknown): Part<null> =>
  isProblem(error, 'session-not-found') ? ok(null) : away;
