import { kind, type Fate, type Struck } from '../kind.ts';

/** Its connection stays open until the caller ends it: only a limit of the caller's own helps. */
export const hang = kind({ says: 'the request is read and never answered', fields: {}, before: () => 'ended' });

/** A TCP reset: the caller knows that the connection is gone, and nothing else. */
function reset({ request }: Struck): Fate {
  request.socket.resetAndDestroy();
  return 'ended';
}

export const loseRequest = kind({ says: 'a reset before the work', fields: {}, before: (_, struck) => reset(struck) });

/** The work is committed and the answer is lost: a client that repeats the request without a key does it twice. */
export const loseResponse = kind({ says: 'a reset after the work', fields: {}, after: (_, struck) => reset(struck) });

/** The headers promise the whole body. */
export const truncate = kind({
  says: 'right headers and half of the body, then the connection is gone',
  fields: {},
  async after(_, { response }, { status, headers, body }): Promise<Fate> {
    const whole = await body();
    response.writeHead(status, { ...headers, 'content-length': Math.max(2, whole.byteLength) });
    response.write(whole.subarray(0, whole.byteLength / 2), () => response.destroy());
    return 'ended';
  },
});
