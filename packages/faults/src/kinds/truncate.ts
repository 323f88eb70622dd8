import { type Fate, kind } from '../kind.ts';

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
