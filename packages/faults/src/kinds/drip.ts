import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Fate, kind } from '../kind.ts';

/** Something always arrives: a limit on silence never strikes, only one on the whole does. */
export const drip = kind({
  says: 'the answer, a byte at a time',
  fields: {
    everyMs: z.int().min(1).max(60_000).default(100).describe('from one byte to the next'),
  },
  async after({ everyMs }, { response }, { status, headers, body }): Promise<Fate> {
    const whole = await body();
    response.writeHead(status, { ...headers, 'content-length': whole.byteLength });
    for (let n = 0; n < whole.byteLength && !response.destroyed; n += 1) {
      response.write(whole.subarray(n, n + 1));
      await sleep(everyMs);
    }
    response.end();
    return 'ended';
  },
});
