import { Injectable } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import type { ListedRefund, Refund } from '@watertight/contracts/bank';
import { crashPoint, Database } from '@watertight/service-kit';

interface Row {
  reference: string;
  capture: string;
  amount_minor: bigint;
  currency: Currency;
  memo: string | null;
  at: Date;
}

const UNIQUE_VIOLATION = '23505';

/** What went back, by reference: written once, never changed. */
@Injectable()
export class Refunds {
  constructor(private readonly database: Database) {}

  /** Takes the sum from what is left of the capture and puts the refund on record, in one statement; or tells the earlier one. */
  async record(
    reference: string,
    capture: string,
    { amountMinor, currency, memo }: { amountMinor: bigint; currency: Currency; memo: string | undefined },
  ): Promise<Refund | 'no-capture' | 'too-much'> {
    const earlier = await this.find(reference);
    if (earlier !== undefined) return earlier;
    try {
      const [row] = await this.database.query<Row>(
        `WITH room AS (
           UPDATE captures SET refunded_minor = refunded_minor + $3
           WHERE reference = $2 AND status = 'captured' AND currency = $4 AND refunded_minor + $3 <= amount_minor
           RETURNING reference, currency
         )
         INSERT INTO refunds (reference, capture, amount_minor, memo)
         SELECT $1, reference, $3, $5 FROM room
         RETURNING refunds.*, (SELECT currency FROM room)`,
        [reference, capture, amountMinor, currency, memo],
      );
      crashPoint('refund-committed');
      if (row !== undefined) return refundOf(row);
    } catch (error) {
      // Its twin was first: then nothing of this statement stands.
      if (!(error instanceof Error) || Reflect.get(error, 'code') !== UNIQUE_VIOLATION) throw error;
    }
    return (await this.find(reference)) ?? (await this.whyNot(capture));
  }

  /** Oldest first. */
  async listOf(capture: string): Promise<ListedRefund[]> {
    const rows = await this.database.query<Row>(
      `SELECT refunds.*, currency FROM refunds JOIN captures ON captures.reference = capture
       WHERE capture = $1 ORDER BY refunds.at, refunds.reference`,
      [capture],
    );
    return rows.map(({ reference, amount_minor: amountMinor, currency, at, memo }) => ({
      reference,
      ...fromMinor(amountMinor, currency),
      at: at.toISOString(),
      memo,
    }));
  }

  private async find(reference: string): Promise<Refund | undefined> {
    const [row] = await this.database.query<Row>(
      `SELECT refunds.*, currency FROM refunds JOIN captures ON captures.reference = capture WHERE refunds.reference = $1`,
      [reference],
    );
    return row && refundOf(row);
  }

  private async whyNot(capture: string): Promise<'no-capture' | 'too-much'> {
    const found = await this.database.query(`SELECT FROM captures WHERE reference = $1 AND status = 'captured'`, [
      capture,
    ]);
    return found.length === 0 ? 'no-capture' : 'too-much';
  }
}

function refundOf({ reference, capture, amount_minor: amountMinor, currency, at }: Row): Refund {
  return { reference, capture, status: 'refunded', ...fromMinor(amountMinor, currency), at: at.toISOString() };
}
