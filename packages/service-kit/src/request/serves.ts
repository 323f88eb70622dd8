import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  HttpCode,
  RequestMapping,
  RequestMethod,
} from '@nestjs/common';
import { header, type Endpoint, KEY_PATTERN, MAX_KEY_LENGTH } from '@watertight/contracts';
import type { FastifyRequest } from 'fastify';
import { InvalidRequestError, ShopError } from '../problems/problems.ts';
import { currentRequest } from './request-context.ts';

/** Answers one endpoint of the service's contract: its method, path and first success status. */
export function Serves(endpoint: Endpoint): MethodDecorator {
  const [status] = Object.keys(endpoint.answers).map(Number);
  return applyDecorators(
    RequestMapping({ path: endpoint.path, method: RequestMethod[endpoint.method] }),
    HttpCode(status ?? 200),
  );
}

/** The calling service: `storefront`; `anonymous` when it does not identify itself. */
export const Caller = createParamDecorator(() => currentRequest()?.caller ?? 'anonymous');

/**
 * The key of `Idempotency-Key`, bare or quoted (draft-ietf-httpapi-idempotency-key-header-07); case matters.
 *
 * @throws ShopError 400 `idempotency-key-missing` or `idempotency-key-invalid`
 */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext) =>
  readIdempotencyKey(context.switchToHttp().getRequest<FastifyRequest>().raw.rawHeaders),
);

const KEY = new RegExp(`^${KEY_PATTERN}$`);

/** All lines of one header, from raw headers, because Node joins or drops repeated lines. */
export function headerLines(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name);
}

export function readIdempotencyKey(rawHeaders: readonly string[]): string {
  const lines = headerLines(rawHeaders, header.idempotencyKey);
  const [line] = lines;
  if (line === undefined || line === '') {
    throw new ShopError(
      'Send an Idempotency-Key, for example order-7831-txn-1: it makes a repeated request harmless.',
      {
        code: 'idempotency-key-missing',
        status: 400,
      },
    );
  }
  const key = /^"(.*)"$/.exec(line)?.[1] ?? line;
  if (lines.length > 1 || !KEY.test(key)) {
    throw new ShopError(`Idempotency-Key: 1 to ${MAX_KEY_LENGTH} visible ASCII characters, on one header line.`, {
      code: 'idempotency-key-invalid',
      status: 400,
    });
  }
  return key;
}

/** Makes the issues of a schema a 400 that names each field and its rule. */
export function invalidRequest(
  issues: readonly { message: string; path?: readonly unknown[] | undefined }[],
): InvalidRequestError {
  return new InvalidRequestError(issues.map(({ message, path }) => ({ field: fieldName(path), rule: message })));
}

function fieldName(path: readonly unknown[] = []): string {
  const names = path.map(part =>
    typeof part === 'object' && part !== null && 'key' in part ? String(part.key) : String(part),
  );
  return names.join('.') || 'body';
}
