import type { FastifyInstance } from 'fastify';
import type { Logger } from '@watertight/telemetry';
import { lifecycle } from './lifecycle.ts';
import { renewPipelines } from '../ops/without-patterns.ts';

const isWarming = () => lifecycle.phase === 'warming';

/**
 * Requests the service's own pages, one after the other, before it reports that it is ready.
 *
 * Code that has not run yet is several times slower than code that has: the first visitors of a new replica would wait, and
 * under load its calls exceed their limits and open its breakers. What the pipelines measured meanwhile is discarded: it is
 * about a cold service, and maybe about a shop that is still starting.
 */
export async function warmUp(fastify: FastifyInstance, paths: readonly string[], forMs: number, logger: Logger) {
  if (forMs === 0 || paths.length === 0 || lifecycle.phase !== 'starting') return;
  lifecycle.phase = 'warming';
  const endMs = performance.now() + forMs;
  let asked = 0;
  while (performance.now() < endMs && isWarming()) {
    await fastify.inject({ url: paths[asked % paths.length] ?? '/', headers: { accept: 'text/html' } });
    asked += 1;
  }
  renewPipelines();
  logger.info({ asked }, 'warm');
}
