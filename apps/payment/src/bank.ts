import { Injectable } from '@nestjs/common';
import { fromMinor, type Money } from '@watertight/contracts';
import { bank, type Capture, type ListedCapture, type ListedRefund } from '@watertight/contracts/bank';
import { httpClient, isProblem, nothingWasSent } from '@watertight/service-kit';
import { config } from './config.ts';
import type { OpenCharge } from './charge/asked-charge.ts';
import { chargeMemo, refundMemo } from './charge/memo.ts';
import { policies, timeBudgets } from './policies.ts';
import type { OpenRefund } from './refund/asked-refund.ts';

type ListedPage = { captures: ListedCapture[]; next: string | null };

/** What is known after a request to the bank. Only `said` is final; "unknown" is never "failed". */
export type BankAnswer =
  | { is: 'said'; capture: Capture }
  | { is: 'never-asked'; cause: unknown }
  /** The reference stands for another amount there: our own record of it must have been lost. */
  | { is: 'reference-reused' }
  | { is: 'unknown'; cause: unknown };

/** The other company. Its `PUT /captures/:reference` moves the money once per reference, so it may be asked again. */
@Injectable()
export class Bank {
  private readonly clients = {
    bank: httpClient(bank, policies.bank, config.bankUrls),
    settling: httpClient(bank, policies.settling, config.bankUrls),
    comparing: httpClient(bank, policies.comparing, config.bankUrls),
  };

  /** Asks for the money, always under the charge's own reference. Never rejects. */
  capture(charge: OpenCharge, policy: keyof typeof policies): Promise<BankAnswer> {
    const { cardToken } = charge;
    const memo = chargeMemo(charge);
    return this.request(charge, (params, money) =>
      this.clients[policy].capture({ params, body: { ...money, cardToken, memo } }, { deadlineMs: timeBudgets.bankMs }),
    );
  }

  /** Leaves a tombstone, so that whatever is still under way moves no money; or learns that it was captured. Never rejects. */
  callOff(charge: OpenCharge, policy: keyof typeof policies): Promise<BankAnswer> {
    return this.request(charge, (params, body) =>
      this.clients[policy].voidCapture({ params, body }, { deadlineMs: timeBudgets.bankMs }),
    );
  }

  /** Gives a part of a charge back, under the refund's own reference. @throws CallError, RefusedError what became of it is unknown */
  async refund(refund: OpenRefund, policy: keyof typeof policies): Promise<void> {
    const money = fromMinor(refund.amountMinor, refund.currency);
    await this.clients[policy].refund(
      { params: { reference: refund.id }, body: { capture: refund.chargeId, ...money, memo: refundMemo(refund) } },
      { deadlineMs: timeBudgets.bankMs },
    );
  }

  /** All that the bank has done since, page by page. @throws CallError, RefusedError it cannot be asked */
  async *capturesSince(since: string): AsyncGenerator<ListedCapture[]> {
    let after: string | null = null;
    do {
      const page: ListedPage = await this.clients.comparing.listCaptures({
        query: { since, ...(after !== null && { after }) },
      });
      yield page.captures;
      after = page.next;
    } while (after !== null);
  }

  /** What the bank has on record for a capture that it lists. @throws CallError, RefusedError it cannot be asked */
  captured(reference: string): Promise<Capture> {
    return this.clients.comparing.readCapture({ params: { reference } });
  }

  /** What went back of a capture. @throws CallError, RefusedError it cannot be asked */
  async refundsOf(reference: string): Promise<ListedRefund[]> {
    return (await this.clients.comparing.listRefunds({ params: { reference } })).refunds;
  }

  private async request(
    charge: OpenCharge,
    ask: (params: { reference: string }, money: Money) => Promise<Capture>,
  ): Promise<BankAnswer> {
    const money = fromMinor(charge.amountMinor, charge.currency);
    try {
      const capture = await ask({ reference: charge.id }, money);
      const ours =
        capture.reference === charge.id && capture.amount === money.amount && capture.currency === money.currency;
      if (ours) return { is: 'said', capture };
      return { is: 'unknown', cause: new Error(`asked about ${charge.id}, the bank answered about something else`) };
    } catch (error) {
      if (nothingWasSent(error)) return { is: 'never-asked', cause: error };
      if (isProblem(error, 'reference-reused')) return { is: 'reference-reused' };
      return { is: 'unknown', cause: error };
    }
  }
}
