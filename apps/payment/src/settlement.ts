import { Injectable, Logger } from '@nestjs/common';
import { type Currency, fromMinor } from '@watertight/contracts';
import type { ListedCapture } from '@watertight/contracts/bank';
import type { Reconciliation, Unmatched } from '@watertight/contracts/payment';
import { type Closeable, Database } from '@watertight/service-kit';
import { Bank } from './bank.ts';
import { BankUnavailableError } from './charge-card.ts';
import { readLedger } from './ledger/ask-ledger.ts';

/** Two days, so that a daily check sees each day twice. */
const LOOK_BACK_MS = 48 * 3600 * 1000;

type Side = NonNullable<Unmatched['here']>;

interface Row {
  id: string;
  state: string;
  amount_minor: bigint;
  currency: Currency;
  refunded_minor: bigint;
}

/** Compares ledger and bank, both ways: whoever lost something, the other has it. Changes nothing. */
@Injectable()
export class Settlement {
  private readonly logger = new Logger(Settlement.name);

  constructor(
    private readonly bank: Bank,
    private readonly database: Database,
  ) {}

  /**
   * Everything since `since` (ISO 8601; two days ago unless told otherwise). Charges that are being processed are not
   * compared: the sweeper asks the bank about them.
   *
   * @throws BankUnavailableError, LedgerUnavailableError (503)
   */
  async compare(since = new Date(Date.now() - LOOK_BACK_MS).toISOString()): Promise<Reconciliation> {
    const found = {
      matched: 0,
      onlyHere: [] as Unmatched[],
      onlyAtBank: [] as Unmatched[],
      differing: [] as Unmatched[],
    };
    const atBank = new Set<string>();
    for await (const page of this.pages(since)) {
      const here = await this.rows('id = ANY ($1)', [page.map(({ reference }) => reference)]);
      for (const capture of page) {
        atBank.add(capture.reference);
        note(found, capture, here.get(capture.reference));
      }
    }
    for (const [reference, row] of await this.rows(`state = 'captured' AND captured_at >= $1`, [since])) {
      if (!atBank.has(reference)) found.onlyHere.push({ reference, here: sideOf(row), atBank: null });
    }
    return { checkedAt: new Date().toISOString(), since, ...found };
  }

  /** Compares now and every `everyMs`, and says what does not match; returns how to end it. */
  start(everyMs: number): Closeable {
    let round = this.alarm();
    const timer = setInterval(() => void (round = this.alarm()), everyMs);
    return () => {
      clearInterval(timer);
      return round;
    };
  }

  /** As loudly as a log can. Never rejects. */
  private async alarm(): Promise<void> {
    try {
      const { onlyHere, onlyAtBank, differing } = await this.compare();
      for (const unmatched of [...onlyHere, ...onlyAtBank, ...differing])
        this.logger.error(`ledger and bank do not match: ${JSON.stringify(unmatched)}`);
    } catch (error) {
      this.logger.warn(`ledger and bank were not compared: ${String(error)}`);
    }
  }

  private async *pages(since: string): AsyncGenerator<ListedCapture[]> {
    try {
      yield* this.bank.capturesSince(since);
    } catch (error) {
      throw new BankUnavailableError(error);
    }
  }

  private async rows(where: string, values: readonly unknown[]): Promise<Map<string, Row>> {
    const sql = `SELECT id, state, amount_minor, currency, refunded_minor FROM charges WHERE ${where}`;
    const rows = await readLedger<Row>(this.database, sql, values);
    return new Map(rows.map(row => [row.id, row]));
  }
}

function note(
  found: Pick<Reconciliation, 'onlyAtBank' | 'differing' | 'matched'>,
  { reference, status, amount, currency, refunded }: ListedCapture,
  row: Row | undefined,
): void {
  const atBank: Side = { status: status === 'void' ? 'cancelled' : status, amount, currency, refunded };
  const here = row === undefined ? null : sideOf(row);
  if (here === null) {
    if (status === 'captured') found.onlyAtBank.push({ reference, here, atBank }); // money without a row
  } else if (here.status === 'pending' || here.status === 'unknown') {
    return;
  } else if (same(here, atBank)) found.matched += 1;
  else found.differing.push({ reference, here, atBank });
}

function sideOf({ state: status, amount_minor: amountMinor, currency, refunded_minor: refundedMinor }: Row): Side {
  return { status, ...fromMinor(amountMinor, currency), refunded: fromMinor(refundedMinor, currency).amount };
}

function same(one: Side, other: Side): boolean {
  return (['status', 'amount', 'currency', 'refunded'] as const).every(field => one[field] === other[field]);
}
