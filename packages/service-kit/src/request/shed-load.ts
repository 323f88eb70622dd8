import { SECOND } from '@watertight/resilience';
import type { FastifyRequest } from 'fastify';
import { limitsAreOn } from '../limits/limits-switch.ts';
import { refuseByLimit } from '../limits/too-many-requests.ts';
import { ShopError } from '../problems/problems.ts';

/**
 * Counts the requests a service is answering, and refuses excess ones: optional ones above half of the limit, critical ones above
 * all of it. Bulkheads limit each client; this limits all of them together. One visitor gets half of the permits.
 *
 * Load shedding by criticality: "Handling Overload", Site Reliability Engineering, chapter 21.
 */
export class InFlight {
  private now = 0;
  private readonly byClient = new Map<string, number>();

  constructor(private readonly limit: number) {}

  get count(): number {
    return this.now;
  }

  /** @throws OverloadedError when no permit is free, TooManyRequestsError when this visitor has half of them; takes none */
  check(request: FastifyRequest): void {
    // As the context has it: what a browser says of its request is not believed.
    const { kind, client } = request.watertight?.context ?? {};
    const half = Math.ceil(this.limit / 2);
    if (this.now >= (kind === 'optional' ? half : this.limit)) throw new OverloadedError(this.now);
    if (client === undefined || !limitsAreOn() || this.heldBy(client) < half) return;
    refuseByLimit('requests-at-once', SECOND, client);
  }

  /** Takes a permit until the answer has ended, however it ends. @throws as `check` does (not to be repeated at once) */
  enter(request: FastifyRequest, ended: (release: () => void) => void): void {
    this.check(request);
    const client = request.watertight?.context.client;
    this.add(client, 1);
    ended(() => this.add(client, -1));
  }

  private add(client: string | undefined, change: 1 | -1): void {
    this.now += change;
    if (client === undefined) return;
    const held = this.heldBy(client) + change;
    if (held === 0) this.byClient.delete(client);
    else this.byClient.set(client, held);
  }

  private heldBy(client: string): number {
    return this.byClient.get(client) ?? 0;
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
