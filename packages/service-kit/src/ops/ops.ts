import { allPipelines } from '@watertight/resilience';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { lifecycle } from '../server/lifecycle.ts';
import { checkOpsToken } from './ops-only.ts';
import { ownPatterns } from './own-patterns.ts';
import { activeFaults } from './serve-faults.ts';
import { patternsOf, servePatterns } from './switch-patterns.ts';
import { tellState } from './tell-state.ts';
import { renewPipelines } from './without-patterns.ts';

/**
 * `/ops`: what the control room reads and switches. Needs the ops token; without it the answer is 404.
 *
 * Exempt from limits, queues and faults: it answers while the service is full.
 */
export function serveOps(fastify: FastifyInstance, service: string, token: string): void {
  const guard = async ({ headers }: FastifyRequest) => checkOpsToken(token, headers.authorization);
  const resilience = () => ({ service, pipelines: allPipelines().map(each => each.snapshot()) });
  fastify.get('/ops/resilience', { onRequest: guard }, resilience);
  const state = () => ({
    ...patternsOf(service, allPipelines()),
    ...resilience(),
    ready: lifecycle.ready,
    faults: activeFaults(),
  });
  tellState(fastify, state, guard);
  servePatterns(fastify, service, guard);
  fastify.post('/ops/reset', { onRequest: guard }, async (_, reply) => {
    renewPipelines();
    for (const pattern of ownPatterns().values()) pattern.isOn = true;
    await reply.status(204).send();
  });
}
