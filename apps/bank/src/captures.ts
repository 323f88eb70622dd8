import { Injectable } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import type { Capture } from '@watertight/contracts/bank';
import { Database } from '@watertight/service-kit';

/** What the bank decided about one reference, before it is on record. */
export interface Decision {
  reference: string;
  declineReason: string | null;
  amountMinor: bigint;
  currency: Currency;
  card: { brand: string; last4: string } | null;
}

interface Row {
  reference: string;
  status: 'captured' | 'declined';
  decline_reason: string | null;
  amount_minor: bigint;
  currency: Currency;
  card_brand: string | null;
  card_last4: string | null;
  at: Date;
}

/** What the bank did under each reference: written once, never changed. */
@Injectable()
export class Captures {
  constructor(private readonly database: Database) {}

  /** Puts a decision on record, unless the reference has one: then that stands. `first` tells which. */
  async record(decision: Decision): Promise<{ capture: Capture; first: boolean }> {
    const { reference, declineReason, amountMinor, currency, card } = decision;
    const status = declineReason === null ? 'captured' : 'declined';
    // One statement is one transaction: the record and the answer, which is the record, are there together or not at all.
    const [row] = await this.database.query<Row>(
      `INSERT INTO captures (reference, status, decline_reason, amount_minor, currency, card_brand, card_last4)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (reference) DO NOTHING
       RETURNING *`,
      [reference, status, declineReason, amountMinor, currency, card?.brand, card?.last4],
    );
    if (row !== undefined) return { capture: captureOf(row), first: true };
    const capture = await this.find(reference);
    if (capture === undefined) throw new Error(`capture ${reference} was there and is gone: nothing may delete it`);
    return { capture, first: false };
  }

  async find(reference: string): Promise<Capture | undefined> {
    const [row] = await this.database.query<Row>('SELECT * FROM captures WHERE reference = $1', [reference]);
    return row && captureOf(row);
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
