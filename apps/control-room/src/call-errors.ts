import { TimeoutError } from '@watertight/resilience';
import { AnswerError, CallError, ShopError, UnreachableError } from '@watertight/service-kit';

/** Returns the problem that the user of a button gets: the other side's own, or one that says how the call failed. */
export function explainCallError(name: string, error: unknown): unknown {
  if (error instanceof AnswerError && error.problem !== undefined) {
    const { code, detail } = error.problem;
    return new ShopError(detail, { code, status: error.status, cause: error });
  }
  if (error instanceof TimeoutError)
    return new ShopError(`${name} does not answer. It may have done it: the screen shows its next report.`, {
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
    return new ShopError(`${name} did not answer as it should. The screen shows its next report.`, {
      code: 'service-broken',
      status: 502,
      cause: error,
    });
  return error;
}
