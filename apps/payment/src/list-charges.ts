import { Controller, Query } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import { type CapturedOfCaller, payment } from '@watertight/contracts/payment';
import { Caller, Database, Serves } from '@watertight/service-kit';
import { readLedger } from './ledger/ask-ledger.ts';

const PAGE = 500;

interface Row {
  id: string;
  order_id: string;
  key: string;
  amount_minor: bigint;
  currency: Currency;
  card_brand: string | null;
  card_last4: string | null;
  captured_at: Date;
  refunded_minor: bigint;
}

/** `GET /captured-charges?since=…`: what a caller's money was taken for, so that the caller can compare it with its own records. */
@Controller()
export class ListCharges {
  constructor(private readonly database: Database) {}

  /** @throws LedgerUnavailableError (503) */
  @Serves(payment.listCaptured)
  async handle(
    @Caller() caller: string,
    @Query({ schema: payment.listCaptured.query }) { since, after }: { since: string; after?: string },
  ): Promise<{ charges: CapturedOfCaller[]; next: string | null }> {
    const rows = await readLedger<Row>(
      this.database,
      `SELECT id, order_id, key, amount_minor, currency, card_brand, card_last4, captured_at, refunded_minor
       FROM charges
       WHERE scope = $1 AND state = 'captured' AND captured_at >= $2
         AND ($3::uuid IS NULL OR (captured_at, id) > (SELECT captured_at, id FROM charges WHERE id = $3))
       ORDER BY captured_at, id LIMIT ${PAGE}`,
      [caller, since, after],
    );
    return { charges: rows.map(chargeOf), next: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null) };
  }
}

function chargeOf(row: Row): CapturedOfCaller {
  const { id, order_id: orderId, key, currency, card_brand: brand, card_last4: last4 } = row;
  return {
    id,
    orderId,
    key,
    ...fromMinor(row.amount_minor, currency),
    card: brand === null || last4 === null ? null : { brand, last4 },
    capturedAt: row.captured_at.toISOString(),
    refunded: fromMinor(row.refunded_minor, currency).amount,
  };
}
