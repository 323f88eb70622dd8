import { CALLER } from '../client.ts';
import type { Exchange } from '../history.ts';
import { ORPHAN_MS } from '../shop.ts';
import { isPaid, netCharges } from './net.ts';
import { isForgotten } from './lost-commits.ts';
import { byKey, type Rule, type Run } from './rule.ts';

const nothingCharged = new Set(['ledger-unavailable', 'bank-unavailable', 'payment-unavailable']);

/** "Nothing was charged": the key may be sent again, and is not where its client never comes back. */
export function isNothingCharged({ answer }: Exchange): boolean {
  return answer?.status === 503 && nothingCharged.has(answer.code ?? '');
}

/**
 * Keys of clients that sent one request and were answered that.
 *
 * Not where the database has lost the very commit that this answer was about: then the attempt stands there as it was before,
 * and is resumed. That is one of the assumptions that are still made.
 */
function leftWithNothing({ exchanges, lostCommits }: Run, kind: Exchange['kind']): Map<string, Exchange[]> {
  const requests = [...byKey(exchanges.filter(each => each.kind === kind))];
  const holds = (each: Exchange) => each.once && isNothingCharged(each) && !isForgotten(each, lostCommits);
  return new Map(requests.filter(([, all]) => all.every(holds)));
}

/** The reason of a decline for a form whose charge belongs to another order. */
const OF_ANOTHER = 'used for another payment before';

/**
 * Whether checkout has forgotten nothing of the basket itself by the time of this answer, no other form was sent for it, and no
 * charge of a forgotten order can have gone back yet.
 */
function isOnlyFormOfBasket(exchange: Exchange, { exchanges, lostCommits }: Run): boolean {
  const { key, body, filledAtMs, answeredAtMs } = exchange;
  const sameBasket = exchanges.filter(({ body: other }) => other['basketId'] === body['basketId']);
  const losses = lostCommits.filter(({ database }) => database === 'checkout');
  return (
    filledAtMs !== undefined &&
    losses.every(({ sinceMs }) => answeredAtMs < sinceMs + ORPHAN_MS) &&
    sameBasket.every(each => each.key === key) &&
    losses.every(({ sinceMs, untilMs }) => filledAtMs < sinceMs || filledAtMs > untilMs)
  );
}

/** The reason of a decline for a charge that took too long: the bank keeps a tombstone of it. */
const CALLED_OFF = 'the charge was called off';
const DECLINING = new Set(['tok_declined', 'tok_insufficient_funds']);

export const nothingChargedRules: Rule[] = [
  {
    // Its id follows from the key, so a forgotten order is the same order again.
    says: 'a form that is sent again after lost commits is not taken for one that has paid for another order',
    broken: run =>
      run.exchanges
        .filter(({ kind, answer }) => kind === 'order' && answer?.status === 402 && answer.text.includes(OF_ANOTHER))
        .filter(each => isOnlyFormOfBasket(each, run))
        .map(({ key, answer }) => `${key}: ${answer?.text}`),
  },
  {
    // After lost commits a form may have paid for an order that is forgotten: then it is refused, and its money goes back.
    says: 'an order is declined only for a card that the bank declines or a charge that was called off, unless commits were lost before',
    broken: ({ exchanges, lostCommits }) => {
      const firstLossMs = Math.min(...lostCommits.map(({ sinceMs }) => sinceMs));
      return exchanges
        .filter(
          ({ kind, answer, answeredAtMs }) => kind === 'order' && answer?.status === 402 && answeredAtMs < firstLossMs,
        )
        .filter(({ body }) => !DECLINING.has(String(body['cardToken'])))
        .filter(({ answer }) => answer?.text.includes(CALLED_OFF) !== true)
        .map(({ key, body, answer }) => `${key}: ${String(body['cardToken'])}, ${answer?.text}`);
    },
  },
  {
    says: 'a client that was answered "nothing was charged", and does not come back, is never charged',
    broken: run => {
      const { charges, captures } = run.books;
      const keys = leftWithNothing(run, 'charge');
      const ofLedger = new Map(charges.map(({ id, caller, key }) => [id, { caller, key }]));
      return captures
        .filter(({ status }) => status === 'captured')
        .map(capture => ({ ...capture, purpose: capture.memo ?? ofLedger.get(capture.reference) }))
        .filter(({ purpose }) => purpose?.caller === CALLER && keys.has(purpose.key))
        .map(({ purpose, reference }) => `${purpose?.key}: captured as ${reference}`);
    },
  },
  {
    says: 'an order whose customer was answered "nothing was charged" is not paid unless the customer comes back',
    broken: run => {
      const { orders, charges } = run.books;
      const left = [...leftWithNothing(run, 'order').values()].flat();
      const ids = new Set(left.map(({ answer }) => (JSON.parse(answer?.text ?? '{}') as { orderId?: string }).orderId));
      const paid = orders.filter(order => ids.has(order.id) && isPaid(order));
      const captured = netCharges(charges).filter(({ orderId }) => ids.has(orderId));
      return [
        ...paid.map(({ id, status }) => `${id}: ${status}`),
        ...captured.map(({ orderId, key }) => `${orderId}: captured under ${key}`),
      ];
    },
  },
];
