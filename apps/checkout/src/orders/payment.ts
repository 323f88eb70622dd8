import { Injectable, Logger } from '@nestjs/common';
import type { Money } from '@watertight/contracts';
import { payment } from '@watertight/contracts/payment';
import { SECOND } from '@watertight/resilience';
import { AnswerError, httpClient, isProblem, nothingWasSent } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies } from '../policies.ts';

/** One charge: `order-<id>-txn-<n>` is its key, so that repeating it moves no money twice. */
export interface Charge {
  orderId: string;
  chargeNumber: number;
  total: Money;
  cardToken: string;
}

/** What became of a charge. `not-sent`: this call did nothing; of earlier calls it says nothing. */
export type Verdict =
  | { is: 'captured'; card: { brand: string; last4: string } | null }
  | { is: 'declined'; reason: string }
  | { is: 'unknown' }
  | { is: 'not-sent' };

/** Above the 7 s of one attempt, so that one that hangs ends by its own limit; below the 9 s of an order. */
const CHARGE_WITHIN_MS = 7.5 * SECOND;

/** Payment, and what its answers mean for an order. */
@Injectable()
export class Payment {
  private readonly logger = new Logger(Payment.name);
  private readonly paying = httpClient(payment, policies.payment, config.paymentUrls);
  private readonly settling = httpClient(payment, policies.settlement, config.paymentUrls);

  /** Charges a card, or learns what became of it. `settle`: nobody is waiting. Never rejects. */
  async charge({ orderId, chargeNumber, total, cardToken }: Charge, purpose: 'pay' | 'settle'): Promise<Verdict> {
    const client = purpose === 'pay' ? this.paying : this.settling;
    try {
      const charge = await client.chargeCard(
        { body: { orderId, ...total, cardToken } },
        { idempotencyKey: `order-${orderId}-txn-${chargeNumber}`, deadlineMs: CHARGE_WITHIN_MS },
      );
      return charge.status === 'captured' ? { is: 'captured', card: charge.card } : { is: 'unknown' };
    } catch (error) {
      return this.verdictOf(error, orderId);
    }
  }

  private verdictOf(error: unknown, orderId: string): Verdict {
    if (isProblem(error, 'card-declined')) return { is: 'declined', reason: declineReason(error) };
    // A tombstone is as final as a decline: no money has moved, and none will under this key.
    if (isProblem(error, 'charge-cancelled')) return { is: 'declined', reason: 'the charge was called off' };
    if (nothingWasSent(error)) return { is: 'not-sent' };
    this.logger.warn(`order ${orderId}: nothing is known of its charge (${String(error)})`);
    return { is: 'unknown' };
  }
}

function declineReason({ problem }: AnswerError): string {
  const reason = problem?.['declineReason'];
  return typeof reason === 'string' ? reason : (problem?.detail ?? 'declined');
}
