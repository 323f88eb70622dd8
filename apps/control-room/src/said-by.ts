import { TimeoutError } from '@watertight/resilience';
import { AnswerError, CallError, ShopError, UnreachableError } from '@watertight/service-kit';

/** What whoever pressed a button is told when the other side refused, or said nothing: its own words where there are any. */
export function saidBy(name: string, error: unknown): unknown {
  if (error instanceof AnswerError && error.problem !== undefined) {
    const { code, detail } = error.problem;
    return new ShopError(detail, { code, status: error.status, cause: error });
  }
  if (error instanceof TimeoutError)
    return new ShopError(`${name} says nothing. It may have done it: the screen shows what it says next.`, {
      code: 'service-silent',
      status: 504,
      cause: error,
    });
  if (error instanceof UnreachableError && !error.sent)
    return new ShopError(`${name} is not there, so nothing has changed. It may be dead: start it, then try again.`, {
      code: 'service-away',
      status: 503,
      cause: error,
    });
  if (error instanceof CallError)
    return new ShopError(`${name} did not answer as it should. The screen shows what it says next.`, {
      code: 'service-broken',
      status: 502,
      cause: error,
    });
  return error;
}
