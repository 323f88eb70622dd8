import { Injectable } from '@nestjs/common';
import { type Currency } from '@watertight/contracts';
import type { IntentStore, Opened, Stand, StoredAnswer } from '@watertight/idempotency';
import type { Database } from '@watertight/service-kit';
import { askLedger, isUniqueViolation } from '../ledger/ask-ledger.ts';
import type { AskedRefund, OpenRefund } from './asked-refund.ts';
import { DUE, FIND, MADE, SET_ASIDE } from './refund-statements.ts';

interface OpenRow {
  id: string;
  charge_id: string;
  amount_minor: bigint;
  currency: Currency;
}

interface FoundRow extends OpenRow {
  fingerprint: string;
  answer_status: number | null;
  answer_type: string | null;
  answer_body: Buffer | null;
}

/** Every refund, in Postgres; the sum is set aside before the bank is asked. */
@Injectable()
export class Refunds implements IntentStore<AskedRefund, OpenRefund, 'exceeds'> {
  constructor(
    private readonly database: Database,
    private readonly settings: { readonly leaseMs: number },
  ) {}

  /**
   * Sets the sum aside, or tells where the refund stands. One that is not made yet is anybody's: the bank knows its
   * reference, so two who ask for it give back once.
   *
   * @throws LedgerUnavailableError (503) nothing was set aside
   */
  async open(asked: AskedRefund): Promise<Opened<OpenRefund, 'exceeds'>> {
    const { id, chargeId, scope, key, fingerprint, amountMinor, reason } = asked;
    try {
      const values = [id, chargeId, scope, key, fingerprint, amountMinor, reason, this.settings.leaseMs];
      const [mine] = await this.ask<OpenRow>(SET_ASIDE, values);
      if (mine !== undefined) return { is: 'mine', work: openRefundOf(mine) };
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const [row] = await this.ask<FoundRow>(FIND, [id]);
    if (row === undefined) return { is: 'refused', because: 'exceeds' };
    if (row.fingerprint !== fingerprint) return { is: 'other-request' };
    const answer = answerOf(row);
    return answer === undefined ? { is: 'mine', work: openRefundOf(row) } : { is: 'final', answer };
  }

  async stand({ id }: AskedRefund): Promise<Stand | undefined> {
    const [row] = await this.ask<FoundRow>(FIND, [id]);
    const answer = row && answerOf(row);
    return row && (answer === undefined ? { is: 'abandoned' } : { is: 'final', answer });
  }

  /** False when somebody else has written it before. */
  async settle({ id }: OpenRefund, { status, contentType, body }: StoredAnswer): Promise<boolean> {
    return (await this.ask(MADE, [id, status, contentType, body])).length === 1;
  }

  async due(limit: number): Promise<OpenRefund[]> {
    return (await this.ask<OpenRow>(DUE, [limit])).map(openRefundOf);
  }

  private ask<Row extends object>(sql: string, values: readonly unknown[]): Promise<Row[]> {
    return askLedger<Row>(this.database, sql, values);
  }
}

function openRefundOf({ id, charge_id: chargeId, amount_minor: amountMinor, currency }: OpenRow): OpenRefund {
  return { id, chargeId, amountMinor, currency };
}

function answerOf({ answer_status: status, answer_type: contentType, answer_body: body }: FoundRow) {
  return status === null || contentType === null || body === null ? undefined : { status, contentType, body };
}
