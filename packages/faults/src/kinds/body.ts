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

const NOISE_BYTES = 2048;
const html = '<!doctype html><title>It works!</title><h1>It works!</h1>';
const wrongShape = JSON.stringify({ it: ['is', 'JSON', null], but: { not: 'what was agreed' }, id: 42 });

/** What a proxy's own page, a wrong address or a broken deploy answers: 200, and nothing that was agreed. */
export const garbage = kind({
  says: '200 with noise, with HTML for JSON, or with JSON of a wrong shape',
  fields: {
    mode: z.enum(['noise', 'html', 'wrong-shape']).default('noise').describe('what the body is'),
  },
  before({ mode }, { response, random }) {
    const noise = () => Buffer.from(Array.from({ length: NOISE_BYTES }, () => Math.floor(256 * random())));
    const type = mode === 'html' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(mode === 'noise' ? noise() : mode === 'html' ? html : wrongShape);
    return 'ended';
  },
});

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
