import { Injectable } from '@nestjs/common';
import { fromMinor } from '@watertight/contracts';
import { bank, type Capture } from '@watertight/contracts/bank';
import { SECOND } from '@watertight/resilience';
import { httpClient, isProblem, nothingWasSent } from '@watertight/service-kit';
import { config } from './config.ts';
import type { OpenCharge } from './charge/asked-charge.ts';
import { policies } from './policies.ts';

/** What is known after asking the bank. Only `said` is a verdict; "unknown" is never "failed". */
export type BankAnswer =
  | { is: 'said'; capture: Capture }
  | { is: 'never-asked'; cause: unknown }
  /** The reference stands for another amount there: our own record of it must have been lost. */
  | { is: 'reference-reused' }
  | { is: 'unknown'; cause: unknown };

/** A seat (1 s) and one attempt of 5 s, or several that fail at once. */
const ANSWER_WITHIN_MS = 6 * SECOND;

/** The other company. Its `PUT /captures/:reference` moves the money once per reference, so it may be asked again. */
@Injectable()
export class Bank {
  private readonly clients = {
    bank: httpClient(bank, policies.bank, config.bankUrls),
    settling: httpClient(bank, policies.settling, config.bankUrls),
  };

  /** Asks for the money, always under the charge's own reference. Never rejects. */
  async capture(charge: OpenCharge, policy: keyof typeof policies): Promise<BankAnswer> {
    const money = fromMinor(charge.amountMinor, charge.currency);
    try {
      const capture = await this.clients[policy].capture(
        { params: { reference: charge.id }, body: { ...money, cardToken: charge.cardToken } },
        { deadlineMs: ANSWER_WITHIN_MS },
      );
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
