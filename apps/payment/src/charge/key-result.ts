import { counterOf, describeRequest } from '@watertight/service-kit';

/** What the key of a request was when it came. */
type KeyResult = 'new' | 'replayed' | 'waited' | 'taken_over' | 'conflict';

const count = counterOf('idempotency', 'Requests to charge a card, by what their key was when they came.', 'result');

/** Tells operators what a request's key was, in `/metrics` and on the request's span; the first word counts. */
export function keyTeller(chargeId: string): (result: KeyResult) => void {
  let isTold = false;
  return result => {
    if (isTold) return;
    isTold = true;
    count(result);
    describeRequest({ keyHash: chargeId, idempotency: result }); // the id is a hash of caller and key
  };
}
