import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from '@watertight/contracts';
import type { Logger } from '@watertight/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noteRefusal } from '../security/security-events.ts';
import { OpsTokenRefusedError, problemOf } from './problems.ts';

/** Renders a problem for people; undefined leaves it to problem+json. */
export type ProblemPage = (problem: Problem, request: FastifyRequest) => Promise<string> | string | undefined;

/** Answers every error as problem+json, or as the service's own page where it has one. Never a stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly page: ProblemPage | undefined,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    await this.answer(error, host.switchToHttp().getRequest(), host.switchToHttp().getResponse());
  }

  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { problem, headers } = problemOf(error);
    noteRefusal(askedBy(request, error instanceof OpsTokenRefusedError ? 'ops-token-refused' : problem.code));
    if (problem.status === 500) this.logger.error({ err: error, route: request.routeOptions?.url }, 'a request broke');
    // After the first byte there is no status left to change: cutting the connection is the only honest end.
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    // fastify would hang up on a body that is too large, and its sender would meet a broken pipe instead of the answer.
    if (problem.status === 413) void reply.removeHeader('connection');
    const html = await this.page?.(problem, request);
    void reply
      .status(problem.status)
      .headers(html === undefined ? headers : { ...headers, 'content-type': 'text/html; charset=utf-8' });
    await reply.send(html ?? JSON.stringify(problem));
  }
}

function askedBy({ watertight, raw, method, routeOptions }: FastifyRequest, code: string) {
  const { caller, client } = watertight?.context ?? {};
  return { code, caller, from: client ?? raw?.socket?.remoteAddress, method, route: routeOptions?.url };
}
