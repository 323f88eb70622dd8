import { Injectable } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import type { Capture, ListedCapture } from '@watertight/contracts/bank';
import { crashPoint, Database } from '@watertight/service-kit';

/** What the bank decided about one reference, before it is on record. */
export interface Decision {
  reference: string;
  status: Capture['status'];
  declineReason: string | null;
  amountMinor: bigint;
  currency: Currency;
  card: { brand: string; last4: string } | null;
  /** What the shop wrote beside its request, if it did. */
  memo?: string | undefined;
}

interface Row {
  reference: string;
  status: Capture['status'];
  decline_reason: string | null;
  amount_minor: bigint;
  currency: Currency;
  card_brand: string | null;
  card_last4: string | null;
  refunded_minor: bigint;
  memo: string | null;
  at: Date;
}

/** What the bank did under each reference: written once, never changed. */
@Injectable()
export class Captures {
  constructor(private readonly database: Database) {}

  /** Puts a decision on record, unless the reference has one: then that stands. `first` tells which. */
  async record(decision: Decision): Promise<{ capture: Capture; first: boolean }> {
    const { reference, status, declineReason, amountMinor, currency, card, memo } = decision;
    // One statement is one transaction: the record and the answer, which is the record, are there together or not at all.
    const [row] = await this.database.query<Row>(
      `INSERT INTO captures (reference, status, decline_reason, amount_minor, currency, card_brand, card_last4, memo)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (reference) DO NOTHING
       RETURNING *`,
      [reference, status, declineReason, amountMinor, currency, card?.brand, card?.last4, memo],
    );
    crashPoint('capture-committed');
    if (row !== undefined) return { capture: captureOf(row), first: true };
    const capture = await this.find(reference);
    if (capture === undefined) throw new Error(`capture ${reference} was there and is gone: nothing may delete it`);
    return { capture, first: false };
  }

  async find(reference: string): Promise<Capture | undefined> {
    const [row] = await this.database.query<Row>('SELECT * FROM captures WHERE reference = $1', [reference]);
    return row && captureOf(row);
  }

  /** Oldest first, from `since` on or, on later pages, after the reference that the page before ended with. */
  async list(since: string, after: string | undefined, limit: number): Promise<ListedCapture[]> {
    const rows = await this.database.query<Row>(
      `SELECT * FROM captures
       WHERE at >= $1 AND ($2::uuid IS NULL OR (at, reference) > (SELECT at, reference FROM captures WHERE reference = $2))
       ORDER BY at, reference LIMIT $3`,
      [since, after, limit],
    );
    return rows.map(row => ({
      reference: row.reference,
      status: row.status,
      ...fromMinor(row.amount_minor, row.currency),
      refunded: fromMinor(row.refunded_minor, row.currency).amount,
      at: row.at.toISOString(),
      memo: row.memo,
    }));
  }
}

function captureOf(row: Row): Capture {
  const { reference, status, card_brand: brand, card_last4: last4 } = row;
  return {
    reference,
    status,
    declineReason: row.decline_reason,
    ...fromMinor(row.amount_minor, row.currency),
    card: brand === null || last4 === null ? null : { brand, last4 },
    at: row.at.toISOString(),
  };
}
