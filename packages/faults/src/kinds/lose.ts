import { type Fate, kind, type Struck } from '../kind.ts';

/** A TCP reset: the caller knows that the connection is gone, and nothing else. */
function reset({ request }: Struck): Fate {
  request.socket.resetAndDestroy();
  return 'ended';
}

export const loseRequest = kind({ says: 'a reset before the work', fields: {}, before: (_, struck) => reset(struck) });

/** The work is committed and the answer is lost: a client that repeats the request without a key does it twice. */
export const loseResponse = kind({ says: 'a reset after the work', fields: {}, after: (_, struck) => reset(struck) });
