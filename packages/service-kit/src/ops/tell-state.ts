import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** How often whoever follows hears something, in ms. */
export const BEAT_MS = 250;

/**
 * `GET /ops/state`: what the service tells of itself, once; with `?follow` as newline-delimited JSON, a line when it is
 * otherwise than it was and an empty one when it is not, four times a second.
 *
 * A follower that does not read misses lines; none are kept for it. All streams end when the service stops.
 */
export function tellState(
  fastify: FastifyInstance,
  state: () => unknown,
  guard: (request: FastifyRequest) => Promise<void>,
): void {
  const followers = new Map<ServerResponse, string>();
  let beat: NodeJS.Timeout | undefined;
  const tell = () => {
    const line = JSON.stringify(state());
    for (const [follower, told] of followers) {
      if (follower.writableNeedDrain) continue;
      follower.write(line === told ? '\n' : `${line}\n`);
      followers.set(follower, line);
    }
    beat = onTheBeat(tell);
  };
  fastify.get('/ops/state', { onRequest: guard }, ({ query }, reply) => {
    if (!('follow' in (query as object))) return state();
    const { raw } = reply.hijack();
    raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    followers.set(raw, '');
    clearTimeout(beat);
    tell();
    raw.once('close', () => {
      followers.delete(raw);
      if (followers.size === 0) clearTimeout(beat);
    });
  });
  fastify.addHook('preClose', done => {
    for (const follower of followers.keys()) follower.end();
    done();
  });
}

/** All services beat at the same time of the clock: whoever follows eight of them wakes four times a second, not 32. */
function onTheBeat(tell: () => void): NodeJS.Timeout {
  return setTimeout(tell, BEAT_MS - (Date.now() % BEAT_MS)).unref();
}
