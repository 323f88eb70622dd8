import { Controller, Query, Res } from '@nestjs/common';
import { ops } from '@watertight/contracts/ops';
import { allPipelines } from '@watertight/resilience';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ejectedAddresses, resetAddresses } from '../client/connections.ts';
import { lifecycle } from '../server/lifecycle.ts';
import type { Reply } from '../request/reply.ts';
import { Serves } from '../request/serves.ts';
import { backlogOf } from './backlog.ts';
import { checkOpsToken } from './ops-only.ts';
import { activeFaults } from './serve-faults.ts';
import { patternsOf, ServedService, startPatternsAnew } from './switch-patterns.ts';
import { StateStream } from './state-stream.ts';

/**
 * Lets requests to `/ops` in with the ops token only, of a caller that `checkCaller` lets pass; without it the answer is 404, before a body is read.
 *
 * A hook of these routes only: an address can be written in many ways, and other requests must not pay for it. Called before
 * there are routes.
 */
export function guardOps(
  fastify: FastifyInstance,
  token: string,
  checkCaller: (request: FastifyRequest) => void,
): void {
  const guard = async (request: FastifyRequest) => {
    checkOpsToken(token, request.headers.authorization);
    checkCaller(request);
  };
  fastify.addHook('onRoute', route => {
    if (route.url.startsWith('/ops/')) route.onRequest = [guard, ...[route.onRequest ?? []].flat()];
  });
}

/**
 * `/ops`: what the control room reads and resets.
 *
 * Exempt from limits, queues and faults: it answers while the service is full.
 */
@Controller()
export class Ops {
  readonly #stream = new StateStream(() => this.#state());

  constructor(private readonly service: ServedService) {}

  @Serves(ops.readResilience)
  readResilience() {
    return { service: this.service.name, pipelines: allPipelines().map(each => each.snapshot()) };
  }

  /** Once, or with `?follow` as a stream. */
  @Serves(ops.readState)
  async readState(@Query() query: object, @Res() reply: Reply): Promise<void> {
    if ('follow' in query) this.#stream.follow(reply.hijack().raw);
    else await reply.send(this.#state());
  }

  @Serves(ops.reset)
  reset(): void {
    startPatternsAnew();
    resetAddresses();
  }

  /** Nest calls it before the server closes, which would wait for the streams. */
  beforeApplicationShutdown(): void {
    this.#stream.end();
  }

  #state() {
    return {
      ...patternsOf(this.service.name, allPipelines()),
      ...this.readResilience(),
      ready: lifecycle.ready,
      faults: activeFaults(),
      ejected: ejectedAddresses(),
      ...backlogOf(),
    };
  }
}
