import { SECOND } from '@watertight/resilience';
import { ShopError } from './problems.ts';

/** 422: the request is not the first one with its idempotency key. `nothingDone` is the sentence that says what has not happened. */
export class KeyReusedError extends ShopError {
  constructor(nothingDone: string) {
    super(`This Idempotency-Key was used for a different request. ${nothingDone}; use a new key.`, {
      code: 'idempotency-key-reused',
      status: 422,
    });
  }
}

/** 409: the first request with this idempotency key is still running; the next attempt is due after a second at most. */
export class RequestInProgressError extends ShopError {
  constructor({ retryAfterMs = SECOND, ...members }: { retryAfterMs?: number; orderId?: string } = {}) {
    super(
      'The first request with this Idempotency-Key is still running. Send the same key again: nothing is done twice.',
      { code: 'request-in-progress', status: 409, retryAfterMs: Math.min(retryAfterMs, SECOND), members },
    );
  }
}

/** 402, final for this idempotency key. `members` are the ids and the end of the hold that the answer speaks of. */
export class CardDeclinedError extends ShopError {
  constructor(declineReason: string | null, members: Record<string, unknown>) {
    super(`The card was declined: ${declineReason}. Nothing was charged; another card needs a new key.`, {
      code: 'card-declined',
      status: 402,
      members: { ...members, declineReason },
    });
  }
}
