import { CALLER } from '../client.ts';
import type { Exchange } from '../history.ts';
import { isPaid, netCharges } from './net.ts';
import { byKey, type Rule } from './rule.ts';

const nothingCharged = new Set(['ledger-unavailable', 'bank-unavailable', 'payment-unavailable']);

/** "Nothing was charged": the key may be asked again, and is not where its client has gone away. */
export function isNothingCharged({ answer }: Exchange): boolean {
  return answer?.status === 503 && nothingCharged.has(answer.code ?? '');
}

/** Keys of clients that asked once and were answered that. */
function leftWithNothing(exchanges: readonly Exchange[], kind: Exchange['kind']): Map<string, Exchange[]> {
  const asked = [...byKey(exchanges.filter(each => each.kind === kind))];
  return new Map(asked.filter(([, all]) => all.every(each => each.once && isNothingCharged(each))));
}

const DECLINING = new Set(['tok_declined', 'tok_insufficient_funds']);

export const nothingChargedRules: Rule[] = [
  {
    // After lost commits a form may have paid for an order that is forgotten: then it is refused, and its money goes back.
    says: 'an order is declined only for a card that the bank declines, unless commits were lost before',
    broken: ({ exchanges, lostCommits }) => {
      const firstLossMs = Math.min(...lostCommits.map(({ sinceMs }) => sinceMs));
      return exchanges
        .filter(
          ({ kind, answer, answeredAtMs }) => kind === 'order' && answer?.status === 402 && answeredAtMs < firstLossMs,
        )
        .filter(({ asked }) => !DECLINING.has(String(asked['cardToken'])))
        .map(({ key, asked, answer }) => `${key}: ${String(asked['cardToken'])}, ${answer?.text}`);
    },
  },
  {
    says: 'who was told "nothing was charged", and does not come back, is never charged',
    broken: ({ exchanges, books: { charges, captures } }) => {
      const keys = leftWithNothing(exchanges, 'charge');
      const ofLedger = new Map(charges.map(({ id, caller, key }) => [id, { caller, key }]));
      return captures
        .filter(({ status }) => status === 'captured')
        .map(capture => ({ ...capture, asked: capture.memo ?? ofLedger.get(capture.reference) }))
        .filter(({ asked }) => asked?.caller === CALLER && keys.has(asked.key))
        .map(({ asked, reference }) => `${asked?.key}: captured as ${reference}`);
    },
  },
  {
    says: 'an order of which its customer was told "nothing was charged" is not paid unless the customer comes back',
    broken: ({ exchanges, books: { orders, charges } }) => {
      const left = [...leftWithNothing(exchanges, 'order').values()].flat();
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
