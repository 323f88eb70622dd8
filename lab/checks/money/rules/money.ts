import type { Books } from '../books/books.ts';
import type { Exchange } from '../history.ts';
import { netCharges } from './net.ts';
import { byKey, type Rule, type Run } from './rule.ts';

/** The answers of one kind of exchange as objects, with the key they belong to. */
function answersTo({ exchanges }: Run, kind: Exchange['kind'], statuses: readonly number[]) {
  return exchanges.flatMap(({ kind: is, key, answer }) =>
    is === kind && answer !== undefined && statuses.includes(answer.status)
      ? [{ key, ...(JSON.parse(answer.text) as Record<string, string>) }]
      : [],
  ) as ({ key: string } & Record<string, string>)[];
}

const capturesOf = ({ captures }: Books) => new Map(captures.map(capture => [capture.reference, capture]));

export const moneyRules: Rule[] = [
  { says: 'no card stands anywhere: logs, spans, tables, Redis, queues', broken: ({ cardData }) => [...cardData] },
  { says: 'a minute after the last fault nothing is under way', broken: ({ unsettled }) => [...unsettled] },
  {
    says: 'per key and per order at most one captured charge net of refunds',
    broken: ({ books: { charges } }) => {
      const paid = netCharges(charges);
      const twice = (groups: Map<string, unknown[]>) => [...groups].filter(([, all]) => all.length > 1);
      return [
        ...twice(byKey(paid)).map(([key, all]) => `${key}: ${all.length} charges`),
        ...twice(Map.groupBy(paid, ({ orderId }) => orderId)).map(([id, all]) => `order ${id}: ${all.length} charges`),
      ];
    },
  },
  {
    says: 'the ledger’s entries add up to what was captured less what went back',
    broken: ({ books: { charges } }) =>
      charges
        .filter(each => each.bookedMinor !== (each.status === 'captured' ? each.amountMinor - each.refundedMinor : 0))
        .map(
          each => `${each.key}: booked ${each.bookedMinor}, ${each.status} ${each.amountMinor} − ${each.refundedMinor}`,
        ),
  },
  {
    says: 'every 201 that a client saw is captured at the bank, for the amount in the answer',
    broken: run => {
      const captures = capturesOf(run.books);
      const charges = new Map(run.books.charges.map(charge => [charge.id, charge]));
      return answersTo(run, 'charge', [201]).flatMap(({ key, id = '', amount = '' }) => {
        const minor = Number(amount.replace('.', ''));
        const isThere = captures.get(id)?.status === 'captured' && captures.get(id)?.amountMinor === minor;
        return isThere && charges.get(id)?.key === key ? [] : [`${key}: ${id}, ${amount}`];
      });
    },
  },
  {
    says: 'no 402 and no cancellation that a client saw was ever captured',
    broken: run => {
      const captures = capturesOf(run.books);
      return answersTo(run, 'charge', [402, 409])
        .filter(({ code }) => code === 'card-declined' || code === 'charge-cancelled')
        .filter(({ chargeId = '' }) => captures.get(chargeId)?.status === 'captured')
        .map(({ key, code }) => `${key}: answered ${code}`);
    },
  },
  {
    says: 'every refund that a client was answered was made, once',
    broken: run => {
      const made = new Set(run.books.bankRefunds.map(({ reference }) => reference));
      return answersTo(run, 'refund', [201])
        .filter(({ id = '' }) => !made.has(id))
        .map(({ key, id }) => `${key}: ${id}`);
    },
  },
];
