import { counterOf } from '../metrics/own-metrics.ts';
import { ShopError } from '../problems/problems.ts';
import { currentRequest } from '../request/request-context.ts';
import { securityEvent } from '../security/security-events.ts';

const countLimited = counterOf('limited', 'Requests refused by a limit per visitor.', 'limit');

/** 429: this visitor has done so often enough for now. */
export class TooManyRequestsError extends ShopError {
  constructor(
    readonly limit: string,
    readonly waitMs: number,
  ) {
    super('This was requested too often in a short time. Nothing was done; send it again later.', {
      code: 'too-many-requests',
      status: 429,
      retryAfterMs: waitMs,
      members: { limit },
    });
  }
}

/** Counts and writes down that a limit refuses this visitor. @throws TooManyRequestsError always */
export function refuseByLimit(limit: string, waitMs: number, from = currentRequest()?.client): never {
  countLimited(limit);
  securityEvent('limit', { code: limit, from });
  throw new TooManyRequestsError(limit, waitMs);
}
