import { once } from 'node:events';
import { z } from 'zod';
import { type Fate, kind } from '../kind.ts';

const CHUNK = Buffer.alloc(64 * 1024, '"watertight",');

/** As fast as it is read, and no faster: it fills the caller's memory, not ours. */
export const giant = kind({
  says: '200 with a body that does not end',
  fields: {
    bytes: z.int().min(1).max(10e9).default(1e9).describe('after so many it ends'),
  },
  async before({ bytes }, { response }): Promise<Fate> {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.write('[');
    for (let sent = 0; sent < bytes && !response.destroyed; sent += CHUNK.byteLength) {
      const full = !response.write(CHUNK.subarray(0, bytes - sent));
      if (full) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    response.end();
    return 'ended';
  },
});
