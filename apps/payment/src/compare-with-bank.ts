import { Injectable } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import type { ListedCapture } from '@watertight/contracts/bank';
import type { Reconciliation, Unmatched } from '@watertight/contracts/payment';
import { Database } from '@watertight/service-kit';
import { Bank } from './bank.ts';
import { BankUnavailableError } from './charge-card.ts';
import { readLedger } from './ledger/ask-ledger.ts';

type Side = NonNullable<Unmatched['here']>;

interface Row {
  id: string;
  state: string;
  amount_minor: bigint;
  currency: Currency;
  refunded_minor: bigint;
  captured_at: Date | null;
  /** The sweeper asks the bank about it, or about a refund of it. */
  is_under_way: boolean;
}

/** What the ledger and the bank say of the same time. */
export interface Comparison {
  matched: number;
  onlyHere: Row[];
  onlyAtBank: ListedCapture[];
  differing: { capture: ListedCapture; row: Row }[];
}

/** Compares ledger and bank, both ways: what one of them has lost, the other has. Changes nothing. */
@Injectable()
export class CompareWithBank {
  constructor(
    private readonly bank: Bank,
    private readonly database: Database,
  ) {}

  /**
   * Compares everything since `since` (ISO 8601), without what is under way.
   *
   * @throws BankUnavailableError, LedgerUnavailableError (503)
   */
  async since(since: string): Promise<Comparison> {
    const found: Comparison = { matched: 0, onlyHere: [], onlyAtBank: [], differing: [] };
    const atBank = new Set<string>();
    for await (const page of this.pages(since)) {
      const here = await this.rows('id = ANY ($1)', [page.map(({ reference }) => reference)]);
      for (const capture of page) {
        atBank.add(capture.reference);
        note(found, capture, here.get(capture.reference));
      }
    }
    for (const [id, row] of await this.rows(`state = 'captured' AND captured_at >= $1`, [since]))
      if (!atBank.has(id)) found.onlyHere.push(row);
    return found;
  }

  private async *pages(since: string): AsyncGenerator<ListedCapture[]> {
    try {
      yield* this.bank.capturesSince(since);
    } catch (error) {
      throw new BankUnavailableError(error);
    }
  }

  private async rows(where: string, values: readonly unknown[]): Promise<Map<string, Row>> {
    const sql = `
      SELECT id, state, amount_minor, currency, refunded_minor, captured_at, state IN ('pending', 'unknown')
        OR EXISTS (SELECT FROM refunds WHERE charge_id = charges.id AND state = 'pending') AS is_under_way
      FROM charges WHERE ${where}`;
    const rows = await readLedger<Row>(this.database, sql, values);
    return new Map(rows.map(row => [row.id, row]));
  }
}

/** When the oldest of what differs was captured, in ms since the epoch; Infinity where nothing differs. */
export function oldestOf({ onlyHere, onlyAtBank, differing }: Comparison): number {
  const atBank = [...onlyAtBank, ...differing.map(({ capture }) => capture)].map(({ at }) => Date.parse(at));
  const here = onlyHere.map(({ captured_at: at }) => at?.getTime() ?? Infinity);
  return [...atBank, ...here].reduce((oldest, each) => Math.min(oldest, each), Infinity);
}

/** A comparison as its readers see it. */
export function reconciliationOf(
  { matched, onlyHere, onlyAtBank, differing }: Comparison,
  since: string,
): Reconciliation {
  return {
    checkedAt: new Date().toISOString(),
    since,
    matched,
    onlyHere: onlyHere.map(row => ({ reference: row.id, here: sideOf(row), atBank: null })),
    onlyAtBank: onlyAtBank.map(each => ({ reference: each.reference, here: null, atBank: sideAtBank(each) })),
    differing: differing.map(({ capture, row }) => ({
      reference: row.id,
      here: sideOf(row),
      atBank: sideAtBank(capture),
    })),
  };
}

function note(found: Comparison, capture: ListedCapture, row: Row | undefined): void {
  if (row === undefined || row.state === 'taken-back') {
    if (capture.status === 'captured') found.onlyAtBank.push(capture); // money without a charge
  } else if (row.is_under_way) {
    return;
  } else if (isSame(sideOf(row), sideAtBank(capture))) found.matched += 1;
  else found.differing.push({ capture, row });
}

function sideOf({ state: status, amount_minor: amountMinor, currency, refunded_minor: refundedMinor }: Row): Side {
  return { status, ...fromMinor(amountMinor, currency), refunded: fromMinor(refundedMinor, currency).amount };
}

function sideAtBank({ status, amount, currency, refunded }: ListedCapture): Side {
  return { status: status === 'void' ? 'cancelled' : status, amount, currency, refunded };
}

function isSame(one: Side, other: Side): boolean {
  return (['status', 'amount', 'currency', 'refunded'] as const).every(field => one[field] === other[field]);
}
