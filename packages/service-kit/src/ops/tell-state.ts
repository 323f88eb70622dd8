import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** How often a follower gets a line, in ms. */
export const BEAT_MS = 250;

/**
 * `GET /ops/state`: the state of the service, once; with `?follow` as newline-delimited JSON, four times a second: a line when it
 * has changed and an empty one when it has not.
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

/** All services send at the same time of the clock: a follower of eight services wakes four times a second, not 32. */
function onTheBeat(tell: () => void): NodeJS.Timeout {
  return setTimeout(tell, BEAT_MS - (Date.now() % BEAT_MS)).unref();
}
