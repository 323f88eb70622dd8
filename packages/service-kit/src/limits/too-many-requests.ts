import { counterOf } from '../metrics/own-metrics.ts';
import { ShopError } from '../problems/problems.ts';

/** Counts one refusal of a limit per visitor. */
export const countLimited = counterOf('limited', 'Requests refused by a limit per visitor.', 'limit');

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
