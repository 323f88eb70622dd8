import { SECOND } from '@watertight/resilience';
import type { FastifyRequest } from 'fastify';
import { ShopError } from '../problems/problems.ts';

/**
 * Counts the requests a service is answering, and refuses excess ones: optional ones above half of the limit, critical ones above
 * all of it. Bulkheads limit each client; this limits all of them together.
 *
 * Load shedding by criticality: "Handling Overload", Site Reliability Engineering, chapter 21.
 */
export class InFlight {
  private now = 0;

  constructor(private readonly limit: number) {}

  get count(): number {
    return this.now;
  }

  /** @throws OverloadedError when no permit is free; takes none */
  check(request: FastifyRequest): void {
    // As the context has it: what a browser says of its request is not believed.
    const isOptional = request.watertight?.context.kind === 'optional';
    const limit = isOptional ? Math.ceil(this.limit / 2) : this.limit;
    if (this.now >= limit) throw new OverloadedError(this.now);
  }

  /** Takes a permit until the answer has ended, however it ends. @throws OverloadedError (503, not to be repeated at once) */
  enter(request: FastifyRequest, ended: (release: () => void) => void): void {
    this.check(request);
    this.now += 1;
    ended(() => (this.now -= 1));
  }
}

class OverloadedError extends ShopError {
  constructor(inFlight: number) {
    super(`This service is answering ${inFlight} requests already.`, {
      code: 'overloaded',
      status: 503,
      retryAfterMs: SECOND,
      retryAllowed: false,
    });
  }
}
