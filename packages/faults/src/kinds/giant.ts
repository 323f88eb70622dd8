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
    const closed = new Promise(resolve => response.once('close', resolve)); // one for all pieces: a listener for each would fill our own memory
    for (let sent = 0; sent < bytes && !response.destroyed; sent += CHUNK.byteLength) {
      const full = !response.write(CHUNK.subarray(0, bytes - sent));
      if (full) await Promise.race([new Promise(resolve => response.once('drain', resolve)), closed]);
    }
    response.end();
    return 'ended';
  },
});
