import { counterOf, describeRequest } from '@watertight/service-kit';
import type { Opened } from '../ledger/ledger.ts';

const count = counterOf('idempotency', 'Requests to charge a card, by what their key was when they came.', 'result');

/** Tells operators what the key of a request was when it came, in `/metrics` and on the request's span. */
export function tellKeyResult(chargeId: string, opened: Opened): void {
  const result = keyResult(opened);
  count(result);
  describeRequest({ keyHash: chargeId, idempotency: result }); // the id is a hash of caller and key
}

function keyResult(opened: Opened): 'new' | 'replayed' | 'waited' | 'taken_over' | 'conflict' {
  switch (opened.is) {
    case 'mine':
      return opened.charge.fence === 1 ? 'new' : 'taken_over';
    case 'final':
    case 'unknown':
      return 'replayed';
    case 'running':
      return 'waited';
    case 'other-request':
    case 'order-taken':
      return 'conflict';
  }
}
