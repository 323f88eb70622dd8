import { CALLER, isFinal } from '../client.ts';
import type { Exchange } from '../history.ts';
import { isAfterLosses } from './lost-commits.ts';
import { isPaid } from './net.ts';
import { byKey, type Rule, type Run } from './rule.ts';

const stateOf: Record<number, string> = { 201: 'captured', 402: 'declined', 409: 'cancelled' };

/**
 * The last final answer to each key of one kind.
 *
 * Only those that were requested after the last loss: what was answered before it may be lost, what is answered now is not.
 */
function lastAnswers({ exchanges, lostCommits }: Run, kind: Exchange['kind']) {
  const final = exchanges.filter(
    each => each.kind === kind && isFinal(each.answer) && isAfterLosses(each, lostCommits),
  );
  return [...byKey(final)].flatMap(([key, all]) => {
    const last = all.toSorted((a, b) => a.answeredAtMs - b.answeredAtMs).at(-1);
    return last?.answer === undefined ? [] : [{ key, ...last.answer }];
  });
}

export const replayRules: Rule[] = [
  {
    says: 'what a key is answered is what its row in the ledger says',
    broken: run => {
      const rows = new Map(
        run.books.charges.filter(({ caller }) => caller === CALLER).map(({ key, status }) => [key, status]),
      );
      return lastAnswers(run, 'charge')
        .filter(({ key, status }) => rows.get(key) !== stateOf[status])
        .map(
          ({ key, status, replayed }) =>
            `${key}: answered ${status}${replayed ? ' as a replay' : ''}, the ledger has ${rows.get(key) ?? 'no row'}`,
        );
    },
  },
  {
    says: 'a key that is answered with an order or a refund stands for one that exists',
    broken: run => {
      const orders = new Map(run.books.orders.map(order => [order.id, order]));
      const refunds = new Map(run.books.refunds.map(refund => [refund.reference, refund.status]));
      const ids = (kind: Exchange['kind'], status: number) =>
        lastAnswers(run, kind)
          .filter(answer => answer.status === status)
          .map(({ key, text }) => ({ key, ...(JSON.parse(text) as { id?: string; orderId?: string }) }));
      const unpaid = ids('order', 201).filter(({ id = '' }) => !isPaid(orders.get(id) ?? { status: 'unknown' }));
      const unmade = ids('order', 402).filter(({ orderId = '' }) => !orders.has(orderId));
      const unrefunded = ids('refund', 201).filter(({ id = '' }) => refunds.get(id) !== 'refunded');
      return [
        ...unpaid.map(({ key, id = '' }) => `${key}: order ${id} is ${orders.get(id)?.status ?? 'unknown here'}`),
        ...unmade.map(({ key, orderId }) => `${key}: order ${orderId} is unknown here`),
        ...unrefunded.map(({ key, id = '' }) => `${key}: refund ${id} is ${refunds.get(id) ?? 'unknown here'}`),
      ];
    },
  },
];
