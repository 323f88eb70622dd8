import type { FastifyReply } from 'fastify';
import { ShopError } from '../problems/problems.ts';

/** Returns how many bodies may arrive at once in a process that answers `maxInFlight` requests at once. */
export const maxArriving = (maxInFlight: number): number => Math.ceil(maxInFlight / 2);

/**
 * The requests whose body is still arriving. They hold no permit of the service, for there is nothing to do for them yet.
 *
 * When there are too many, the one that takes longest is given up: a browser sends a form in one piece, so a client that has
 * been sending the same form for the longest time is the least likely to be one.
 */
export class ArrivingBodies {
  readonly #longestFirst = new Set<FastifyReply>();

  constructor(private readonly limit: number) {}

  begin(reply: FastifyReply): void {
    if (this.#longestFirst.size >= this.limit) this.#giveUpLongest();
    this.#longestFirst.add(reply);
    reply.raw.once('close', () => this.end(reply));
  }

  /** The body has arrived, or never will. */
  end(reply: FastifyReply): void {
    this.#longestFirst.delete(reply);
  }

  #giveUpLongest(): void {
    const [reply] = this.#longestFirst;
    if (reply === undefined) return;
    this.end(reply);
    // Closed: the remaining body would be read as the next request.
    void reply.header('connection', 'close').send(new BodyTooSlowError());
  }
}

class BodyTooSlowError extends ShopError {
  constructor() {
    super('The request took too long to arrive.', { code: 'request-timeout', status: 408 });
  }
}
