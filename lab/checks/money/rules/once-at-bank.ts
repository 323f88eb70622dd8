import type { Books } from '../books/books.ts';
import type { Exchange } from '../history.ts';
import { netCharges } from './net.ts';
import type { Rule } from './rule.ts';

/** What took money at the bank, and what for: as its memo says, or the ledger where there is no memo. */
function takenAtBank({ captures, charges }: Books) {
  const ofLedger = new Map(charges.map(({ id, orderId, caller, key }) => [id, { orderId, caller, key }]));
  return netCharges(captures).flatMap(({ reference, memo }) => {
    const purpose = memo ?? ofLedger.get(reference);
    return purpose === undefined ? [] : [{ reference, ...purpose }];
  });
}

/** The basket of every order that is in the books or that a client was answered; the books may have lost it. */
function basketsOfOrders(exchanges: readonly Exchange[], { orders }: Books): Map<string, string> {
  const baskets = new Map(orders.map(({ id, basketId }) => [id, basketId]));
  for (const { kind, body, answer } of exchanges) {
    if (kind !== 'order' || answer === undefined) continue;
    const { id, orderId = id } = parsed(answer.text);
    if (orderId !== undefined) baskets.set(orderId, String(body['basketId']));
  }
  return baskets;
}

function parsed(text: string): { id?: string; orderId?: string } {
  try {
    return JSON.parse(text) as { id?: string; orderId?: string };
  } catch {
    return {}; // an answer that was cut short names no order
  }
}

function moreThanOne<T>(groups: Map<string, T[]>, what: string): string[] {
  return [...groups]
    .filter(([, all]) => all.length > 1)
    .map(([id, all]) => `${what} ${id}: ${all.length} captures at the bank`);
}

/** The bank's own book is the truth: a ledger that has lost a row cannot count it. */
export const onceAtBankRules: Rule[] = [
  {
    says: 'whatever took money at the bank is in the ledger',
    broken: ({ books }) => {
      const ledger = new Set(books.charges.filter(({ status }) => status === 'captured').map(({ id }) => id));
      return netCharges(books.captures)
        .filter(({ reference }) => !ledger.has(reference))
        .map(({ reference, amountMinor, currency }) => `${reference}: ${amountMinor} ${currency}`);
    },
  },
  {
    says: 'per order and per key at most one capture at the bank net of refunds',
    broken: ({ books }) => {
      const taken = takenAtBank(books);
      return [
        ...moreThanOne(
          Map.groupBy(taken, ({ orderId }) => orderId),
          'order',
        ),
        ...moreThanOne(
          Map.groupBy(taken, ({ caller, key }) => `${caller} ${key}`),
          'key',
        ),
      ];
    },
  },
  {
    // Every basket of the check is filled once, so that all its orders are for the same version.
    says: 'a basket is paid once, whatever its service has forgotten',
    broken: ({ exchanges, books }) => {
      const baskets = basketsOfOrders(exchanges, books);
      const ofBaskets = takenAtBank(books).filter(({ orderId }) => baskets.has(orderId));
      return moreThanOne(
        Map.groupBy(ofBaskets, ({ orderId }) => baskets.get(orderId) ?? ''),
        'basket',
      );
    },
  },
];
