import { databaseMutants } from './database-mutants.ts';

/** The shop less one mechanism: what is taken out, as changes of its sources. */
export interface Mutant {
  name: string;
  changes: { file: string; from: string; to: string }[];
}

const bank = 'apps/payment/src/bank.ts';
const ledger = 'apps/payment/src/ledger/ledger.ts';
const saga = 'apps/checkout/src/orders/place-order.ts';

/** Each must break a rule within three seeds, or the check does not look there. */
export const mutants: Mutant[] = [
  ...databaseMutants,
  {
    name: 'a fresh reference per attempt',
    changes: [
      {
        file: bank,
        from: 'ask({ reference: charge.id }, money)',
        to: 'ask({ reference: crypto.randomUUID() }, money)',
      },
      { file: bank, from: 'capture.reference === charge.id && ', to: '' },
    ],
  },
  {
    name: 'the claim deleted on error',
    changes: [
      {
        file: 'apps/payment/src/settle-charge.ts',
        from: 'this.logger.warn(`charge ${charge.id} is unknown: ${String(said.cause)}`);',
        to: `if (await this.ledger.takeBack(charge)) return { is: 'refused', because: { is: 'never-asked' } };`,
      },
    ],
  },
  {
    name: 'Redis only: the row is written with the verdict',
    changes: [
      {
        file: ledger,
        from: 'for (let round = 1; round <= ROUNDS; round++) {',
        to: `if (true) return { is: 'mine', work: { ...asked, fence: 1, isFirst: true, abandoned: false } };
    for (let round = 1; round <= ROUNDS; round++) {`,
      },
      {
        file: ledger,
        from: `const settled = await this.write({ sql: SETTLE, values, preparedAs: 'settle' });`,
        to: `await this.claim(arguments[0]);
    const settled = await this.write({ sql: SETTLE, values, preparedAs: 'settle' });`,
      },
    ],
  },
  {
    name: 'looked up and not found means failed',
    changes: [
      {
        file: bank,
        from: `return { is: 'unknown', cause: error };`,
        to: `const found = await this.clients.settling
        .readCapture({ params: { reference: charge.id } }, { deadlineMs: ANSWER_WITHIN_MS })
        .catch((reason: unknown) => reason);
      if (!isProblem(found, 'capture-not-found')) return { is: 'unknown', cause: error };
      const at = new Date().toISOString();
      const capture = { reference: charge.id, status: 'void', ...money, card: null, declineReason: null, at };
      return { is: 'said', capture };`,
      },
    ],
  },
  {
    name: 'no unique active charge per order',
    changes: [
      {
        file: 'apps/payment/migrations/0006-adopt-captures.sql',
        from: `CREATE UNIQUE INDEX one_unrefunded_charge_per_order`,
        to: `CREATE INDEX one_unrefunded_charge_per_order`,
      },
    ],
  },
  {
    name: 'the outbox written after the transaction',
    changes: [
      {
        file: saga,
        from: 'const answer = await this.database.transaction(async tx => {',
        to: `const afterwards: (() => Promise<void>)[] = [];
    const answer = await this.database.transaction(async tx => {`,
      },
      {
        file: saga,
        from: `await writeOutbox(tx, 'ship-order', event, order.traceparent);`,
        to: `afterwards.push(() => writeOutbox(this.database, 'ship-order', event, order.traceparent));`,
      },
      {
        file: saga,
        from: `await writeOutbox(tx, 'learn-order', event, order.traceparent);`,
        to: `afterwards.push(() => writeOutbox(this.database, 'learn-order', event, order.traceparent));`,
      },
      {
        file: saga,
        from: `crashPoint('order-confirmed');`,
        to: `crashPoint('order-confirmed');
    for (const write of afterwards) await write();`,
      },
    ],
  },
  {
    name: 'the request written into the log',
    changes: [
      {
        file: 'apps/payment/src/charge-card.ts',
        from: `crashPoint('request-received');`,
        to: `crashPoint('request-received');
    console.log(JSON.stringify(request));`,
      },
    ],
  },
  {
    name: 'stock locked in the order of the basket',
    changes: [
      {
        file: 'apps/checkout/src/stock/reserve-stock.ts',
        from: 'return parts.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));',
        to: 'return [...parts];',
      },
    ],
  },
];
