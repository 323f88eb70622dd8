import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequestError, ShopError } from '../problems/problems.ts';
import { headerLines } from './serves.ts';

/** Nine digits: the version after it still fits an integer of Postgres. */
const TAG = /^"([1-9][0-9]{0,8})"$/;

/**
 * The version that `If-Match: "<version>"` names (RFC 9110): the one this request means to replace.
 *
 * @throws PreconditionRequiredError (428) there is none; InvalidRequestError (400) it is no version, weak, or not the only one
 */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readIfMatch(context.switchToHttp().getRequest<FastifyRequest>().raw.rawHeaders),
);

/** From raw headers, because Node joins repeated lines. */
export function readIfMatch(rawHeaders: readonly string[]): number {
  const lines = headerLines(rawHeaders, 'if-match');
  const [line = ''] = lines;
  if (line === '') throw new PreconditionRequiredError();
  const version = lines.length === 1 ? TAG.exec(line)?.[1] : undefined;
  if (version === undefined) {
    throw new InvalidRequestError([{ field: 'If-Match', rule: 'one version in double quotes, for example "3"' }]);
  }
  return Number(version);
}

/** The tag of a version, for `ETag`. */
export const entityTag = (version: number) => `"${version}"`;

export class PreconditionRequiredError extends ShopError {
  constructor() {
    super('Say with If-Match which version this change replaces, for example If-Match: "3".', {
      code: 'precondition-required',
      status: 428,
    });
  }
}
