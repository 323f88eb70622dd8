import { timingSafeEqual } from 'node:crypto';
import { allPipelines, resetAllPipelines } from '@watertight/resilience';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ownPatterns } from './own-patterns.ts';
import { ShopError } from './problems.ts';
import { servePatterns } from './switch-patterns.ts';

/**
 * `/ops`: what the control room reads and switches. Behind the ops token; to anyone else there is nothing here (404).
 *
 * Exempt from limits, queues and faults: it answers while every seat is taken.
 */
export function serveOps(fastify: FastifyInstance, service: string, token: string): void {
  const expected = Buffer.from(`Bearer ${token}`);
  const guard = (request: FastifyRequest, _: FastifyReply, done: (error?: Error) => void) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    const known = given.length === expected.length && timingSafeEqual(given, expected);
    done(known ? undefined : new ShopError('There is nothing at this address.', { code: 'not-found', status: 404 }));
  };
  fastify.get('/ops/resilience', { onRequest: guard }, () => ({
    service,
    pipelines: allPipelines().map(each => each.snapshot()),
  }));
  servePatterns(fastify, service, guard);
  fastify.post('/ops/reset', { onRequest: guard }, async (_, reply) => {
    resetAllPipelines();
    for (const pattern of ownPatterns().values()) pattern.isOn = true;
    await reply.status(204).send();
  });
}
