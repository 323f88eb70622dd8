import { Injectable, Logger } from '@nestjs/common';
import { toMinor } from '@watertight/contracts';
import type { ListedCapture } from '@watertight/contracts/bank';
import { Database } from '@watertight/service-kit';
import { finalAnswer } from './charge/final-answer.ts';
import { readChargeMemo, readRefundMemo } from './charge/memo.ts';
import { Bank } from './bank.ts';
import { isUniqueViolation, writeLedger } from './ledger/ask-ledger.ts';
import { ADOPT, ADOPT_AND_REFUND, ADOPT_REFUND } from './adopt-statements.ts';
import { refundAnswer } from './refund/refund-answers.ts';
import { refundId } from './refund/refund-id.ts';

/** The caller of refunds that payment makes by itself. */
const OURSELVES = 'payment';

/**
 * Enters in the ledger what the bank has done and the ledger has lost, for example by a failover that lost its last commits.
 *
 * The bank's list is the truth about money that has moved; the memo beside each capture says whose key it belongs to.
 */
@Injectable()
export class AdoptCaptures {
  private readonly logger = new Logger(AdoptCaptures.name);

  constructor(
    private readonly bank: Bank,
    private readonly database: Database,
  ) {}

  /**
   * Enters a capture that has no row. A second one for an order that has been charged is entered and refunded.
   *
   * @returns false where its memo does not say whose it is, a row has come meanwhile, or the order has a charge that is still
   *   under way: then the next comparison decides
   * @throws CallError, RefusedError, LedgerUnavailableError, OutcomeUnknownError to be tried again
   */
  async adopt(listed: ListedCapture): Promise<boolean> {
    const { reference: id } = listed;
    const memo = readChargeMemo(listed.memo, id);
    if (memo === undefined) return false;
    const { caller: scope, key, fingerprint, orderId } = memo;
    const capture = await this.bank.captured(id);
    const charge = { id, orderId, amountMinor: toMinor(listed), currency: listed.currency };
    const answer = finalAnswer(charge, capture);
    const { card, at } = capture;
    const values = [
      id,
      scope,
      key,
      fingerprint,
      orderId,
      charge.amountMinor,
      charge.currency,
      card?.brand,
      card?.last4,
      at,
      answer.status,
      answer.contentType,
      answer.body,
    ];
    const isEntered = await this.enter(values, id);
    if (isEntered)
      this.logger.error(`charge ${id} of order ${orderId} was adopted from the bank: the ledger had lost it`);
    return isEntered;
  }

  /** Enters the refunds of a captured charge that have no row. Returns whether there were any. Throws as `adopt` does. */
  async adoptRefunds(chargeId: string): Promise<boolean> {
    let entered = 0;
    for (const { reference: id, memo, amount, currency } of await this.bank.refundsOf(chargeId)) {
      const keyed = readRefundMemo(memo, id);
      if (keyed === undefined) continue;
      const { caller: scope, key, fingerprint } = keyed;
      const amountMinor = toMinor({ amount, currency });
      const { status, contentType, body } = refundAnswer({ id, chargeId, amountMinor, currency });
      const values = [id, chargeId, scope, key, fingerprint, amountMinor, currency, status, contentType, body];
      entered += (await writeLedger(this.database, { sql: ADOPT_REFUND, values })).length;
    }
    if (entered > 0)
      this.logger.error(
        `${entered} refunds of charge ${chargeId} were adopted from the bank: the ledger had lost them`,
      );
    return entered > 0;
  }

  private async enter(values: readonly unknown[], id: string): Promise<boolean> {
    try {
      return (await writeLedger(this.database, { sql: ADOPT, values })).length === 1;
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    // The order has another charge by now: this one took the money once more, and gives it back.
    const key = `adopted-${id}`;
    const refund = [refundId(OURSELVES, key), OURSELVES, key];
    return (await writeLedger(this.database, { sql: ADOPT_AND_REFUND, values: [...values, ...refund] })).length === 1;
  }
}
