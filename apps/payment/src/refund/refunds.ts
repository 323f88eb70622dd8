import { Injectable } from '@nestjs/common';
import { type Currency } from '@watertight/contracts';
import { type IntentStore, LostClaims, type Opened, type Stand, type StoredAnswer } from '@watertight/idempotency';
import type { Database } from '@watertight/service-kit';
import {
  isUniqueViolation,
  LedgerUnavailableError,
  OutcomeUnknownError,
  readLedger,
  writeLedger,
} from '../ledger/ask-ledger.ts';
import type { AskedRefund, OpenRefund } from './asked-refund.ts';
import { refusalAnswer } from './refund-answers.ts';
import { DUE, FIND, MADE, REFUSE, REFUSED, REFUSED_AND_KEPT, SET_ASIDE } from './refund-statements.ts';

interface OpenRow {
  id: string;
  charge_id: string;
  scope: string;
  key: string;
  fingerprint: string;
  amount_minor: bigint;
  currency: Currency;
}

interface FoundRow extends OpenRow {
  answer_status: number | null;
  answer_type: string | null;
  answer_body: Buffer | null;
}

/** Every refund, in Postgres; the sum is set aside before the bank is asked. */
@Injectable()
export class Refunds implements IntentStore<AskedRefund, OpenRefund, StoredAnswer> {
  private readonly lost: LostClaims<AskedRefund>;

  constructor(
    private readonly database: Database,
    private readonly settings: { readonly leaseMs: number; readonly abandonMs: number },
  ) {
    this.lost = new LostClaims(settings.abandonMs);
  }

  /**
   * Sets the sum aside, or tells where the refund stands. Every process may make a refund that is not made yet: the bank
   * knows its reference, so two requests for it give the money back once.
   *
   * `unknown` when the answer to setting aside was lost: then it is set aside again in the background.
   *
   * @throws LedgerUnavailableError (503) certainly nothing was set aside
   */
  async open(asked: AskedRefund): Promise<Opened<OpenRefund, StoredAnswer>> {
    try {
      return await this.setAside(asked);
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) throw error;
      this.lost.add(asked);
      return { is: 'unknown' };
    }
  }

  /** Sets aside again what may have been set aside; returns the refunds to make. */
  async claimLost(limit: number): Promise<OpenRefund[]> {
    const ours: OpenRefund[] = [];
    for (const asked of this.lost.due(limit)) {
      const opened = await this.open(asked);
      if (opened.is !== 'unknown') this.lost.delete(asked);
      if (opened.is === 'mine') ours.push(opened.work);
    }
    return ours;
  }

  private async setAside(asked: AskedRefund): Promise<Opened<OpenRefund, StoredAnswer>> {
    const { id, chargeId, scope, key, fingerprint, amountMinor, reason } = asked;
    try {
      const values = [id, chargeId, scope, key, fingerprint, amountMinor, reason, this.settings.leaseMs];
      const [mine] = await writeLedger<OpenRow>(this.database, { sql: SET_ASIDE, values });
      if (mine !== undefined) return { is: 'mine', work: openRefundOf(mine) };
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    let row = await this.find(id);
    if (row === undefined) {
      const refusal = refusalAnswer(chargeId);
      if (await this.refuseAtOnce(asked, refusal)) return { is: 'refused', because: refusal };
      row = await this.find(id); // another request with the key was quicker
    }
    if (row === undefined) throw new LedgerUnavailableError(new Error(`refund ${id} changed while it was opened`));
    if (row.fingerprint !== fingerprint) return { is: 'other-request' };
    const answer = answerOf(row);
    return answer === undefined ? { is: 'mine', work: openRefundOf(row) } : { is: 'final', answer };
  }

  /** Keeps the refusal of a refund that was never set aside: a lost claim of its key must find it. False when there is a row. */
  private async refuseAtOnce(asked: AskedRefund, { status, contentType, body }: StoredAnswer): Promise<boolean> {
    const { id, chargeId, scope, key, fingerprint, amountMinor, reason } = asked;
    const values = [id, chargeId, scope, key, fingerprint, amountMinor, reason, status, contentType, body];
    return (await writeLedger(this.database, { sql: REFUSE, values })).length === 1;
  }

  async stand({ id }: AskedRefund): Promise<Stand | undefined> {
    const row = await this.find(id);
    const answer = row && answerOf(row);
    return row && (answer === undefined ? { is: 'abandoned' } : { is: 'final', answer });
  }

  /** Returns false when another process has written it before. */
  async settle({ id }: OpenRefund, { status, contentType, body }: StoredAnswer): Promise<boolean> {
    const made = await writeLedger(this.database, { sql: MADE, values: [id, status, contentType, body] });
    return made.length === 1;
  }

  /** The bank will never make it. False when another process has ended it before. */
  async refuse({ id }: OpenRefund, { status, contentType, body }: StoredAnswer): Promise<boolean> {
    const values = [id, status, contentType, body];
    try {
      return (await writeLedger(this.database, { sql: REFUSED, values })).length === 1;
    } catch (error) {
      // With its sum free again the charge would pay for its order beside another one.
      if (!isUniqueViolation(error)) throw error;
      return (await writeLedger(this.database, { sql: REFUSED_AND_KEPT, values })).length === 1;
    }
  }

  async due(limit: number): Promise<OpenRefund[]> {
    return (await writeLedger<OpenRow>(this.database, { sql: DUE, values: [limit] })).map(openRefundOf);
  }

  private async find(id: string): Promise<FoundRow | undefined> {
    const [row] = await readLedger<FoundRow>(this.database, FIND, [id]);
    return row;
  }
}

function openRefundOf({ charge_id: chargeId, amount_minor: amountMinor, ...same }: OpenRow): OpenRefund {
  const { id, scope, key, fingerprint, currency } = same;
  return { id, chargeId, scope, key, fingerprint, amountMinor, currency };
}

function answerOf({ answer_status: status, answer_type: contentType, answer_body: body }: FoundRow) {
  return status === null || contentType === null || body === null ? undefined : { status, contentType, body };
}
