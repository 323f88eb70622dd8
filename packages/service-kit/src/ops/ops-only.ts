import { timingSafeEqual } from 'node:crypto';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OpsTokenRefusedError } from '../problems/problems.ts';

/** Whether the `authorization` of a request is `Bearer` with this token; takes the same time for every wrong one. */
export function hasToken(token: string, authorization = ''): boolean {
  const [expected, given] = [Buffer.from(`Bearer ${token}`), Buffer.from(authorization)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** @throws OpsTokenRefusedError (404) the header is not `Bearer` with the ops token */
export function checkOpsToken(token: string, authorization = ''): void {
  if (!hasToken(token, authorization)) throw new OpsTokenRefusedError();
}

/** Lets a feature be used with the ops token only, as `/ops` is: `@UseGuards(new OpsOnly(config.opsToken))`. */
export class OpsOnly implements CanActivate {
  constructor(private readonly token: string) {}

  canActivate(context: ExecutionContext): true {
    checkOpsToken(this.token, context.switchToHttp().getRequest<FastifyRequest>().headers.authorization);
    return true;
  }
}
