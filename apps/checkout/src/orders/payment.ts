import { Injectable, Logger } from '@nestjs/common';
import { fromMinor, toMinor } from '@watertight/contracts';
import { type CapturedOfCaller, type Charge, payment } from '@watertight/contracts/payment';
import { type AnswerError, type Client, httpClient, isProblem, nothingWasSent } from '@watertight/service-kit';
import { config } from '../config.ts';
import { policies, timeBudgets } from '../policies.ts';
import { countConflict } from './charge-alarms.ts';
import type { ChargingOrder } from './order-states.ts';

/** What became of the charge of an order. `not-sent`: this call certainly did nothing; earlier calls may have. */
export type ChargeResult =
  | { is: 'captured'; card: { brand: string; last4: string } | null }
  | { is: 'declined'; reason: string }
  | { is: 'unknown' }
  | { is: 'not-sent' };

type CapturedPage = { charges: CapturedOfCaller[]; next: string | null };

/** Payment, and what its answers mean for an order. */
@Injectable()
export class Payment {
  private readonly logger = new Logger(Payment.name);
  private readonly paying = httpClient(payment, policies.payment, config.paymentUrls);
  private readonly settling = httpClient(payment, policies.settlement, config.paymentUrls);
  private readonly comparing = httpClient(payment, policies.comparison, config.paymentUrls);

  /** Charges a card, or learns what became of it. `settle`: no client is waiting. Never rejects. */
  async charge(order: ChargingOrder, purpose: 'pay' | 'settle'): Promise<ChargeResult> {
    const client = purpose === 'pay' ? this.paying : this.settling;
    const { id: orderId, total, cardToken, chargeKey } = order;
    try {
      const charge = await client.chargeCard(
        { body: { orderId, ...total, cardToken } },
        { idempotencyKey: chargeKey, deadlineMs: timeBudgets.chargeMs },
      );
      if (charge.status !== 'captured') return { is: 'unknown' };
      // Captured before the order was placed: this database has lost the order once, and its money may have gone back.
      if (Date.parse(charge.capturedAt) < Date.parse(order.placedAt))
        return await this.asItStands(order, client.readCharge({ params: { chargeId: charge.id } }, READ));
      return { is: 'captured', card: charge.card };
    } catch (error) {
      return this.resultOf(error, order, client);
    }
  }

  /** What was captured for orders since a point in time (ISO 8601), page by page. @throws CallError, RefusedError payment cannot be asked */
  async *capturedSince(since: string): AsyncGenerator<CapturedOfCaller[]> {
    let after: string | null = null;
    do {
      const page: CapturedPage = await this.comparing.listCaptured({
        query: { since, ...(after !== null && { after }) },
      });
      yield page.charges;
      after = page.next;
    } while (after !== null);
  }

  /** Refunds what is left of a charge whose order is not paid, once however often it is asked for. Throws as above. */
  async giveBack({ id, amount, currency, refunded }: CapturedOfCaller): Promise<void> {
    const left = toMinor({ amount, currency }) - toMinor({ amount: refunded, currency });
    await this.comparing.refundCharge(
      { params: { chargeId: id }, body: { amount: fromMinor(left, currency).amount, reason: 'its order is not paid' } },
      { idempotencyKey: `no-order-${id}-${left}` },
    );
  }

  private async resultOf(error: unknown, order: ChargingOrder, client: Client<typeof payment>): Promise<ChargeResult> {
    if (isProblem(error, 'card-declined')) return { is: 'declined', reason: declineReason(error) };
    // A tombstone is as final as a decline: no money has moved, and none will under this key.
    if (isProblem(error, 'charge-cancelled')) return { is: 'declined', reason: 'the charge was called off' };
    if (isProblem(error, 'idempotency-key-reused')) {
      this.alarm(order, 'key-reused', error);
      const found = client.findCharge({ query: { key: order.chargeKey } }, READ);
      return this.asItStands(order, found, { isNone: USED_BEFORE });
    }
    if (isProblem(error, 'order-already-charged')) {
      this.alarm(order, 'order-already-charged', error);
      const chargeId = String(error.problem?.['chargeId']);
      return this.asItStands(order, client.readCharge({ params: { chargeId } }, READ));
    }
    if (nothingWasSent(error)) return { is: 'not-sent' };
    this.logger.warn(`order ${order.id}: nothing is known of its charge (${String(error)})`);
    return { is: 'unknown' };
  }

  /** What a charge made earlier means for this order. Never rejects. */
  private async asItStands(
    order: ChargingOrder,
    reading: Promise<Charge>,
    { isNone = { is: 'unknown' } }: { isNone?: ChargeResult } = {},
  ): Promise<ChargeResult> {
    try {
      return resultOfCharge(await reading, order);
    } catch (error) {
      if (isNone.is !== 'unknown' && isProblem(error, 'charge-not-found')) return isNone;
      this.logger.warn(`order ${order.id}: its earlier charge cannot be read (${String(error)})`);
      return { is: 'unknown' };
    }
  }

  /** Neither happens while every database keeps what it has committed. */
  private alarm({ id, chargeKey }: ChargingOrder, reason: 'key-reused' | 'order-already-charged', error: Error): void {
    countConflict(reason);
    this.logger.error(`order ${id}: payment knows another charge for it or for its key ${chargeKey}: ${error.message}`);
  }
}

const READ = { deadlineMs: timeBudgets.readChargeMs };
/** Also when payment has no such charge any more: the bank knows its key for another sum, so it never pays for this order. */
const USED_BEFORE: ChargeResult = { is: 'declined', reason: 'this form was used for another payment before' };

/** A charge for another order or sum pays for nothing here; its money goes back when its order is not found. */
function resultOfCharge(charge: Charge, { id, total }: ChargingOrder): ChargeResult {
  if (/[1-9]/.test(charge.refunded)) return { is: 'declined', reason: 'the payment of this form was refunded' };
  if (charge.orderId !== id || charge.amount !== total.amount || charge.currency !== total.currency) return USED_BEFORE;
  switch (charge.status) {
    case 'captured':
      return { is: 'captured', card: charge.card };
    case 'declined':
      return { is: 'declined', reason: charge.declineReason ?? 'declined' };
    case 'cancelled':
      return { is: 'declined', reason: 'the charge was called off' };
    case 'processing':
      return { is: 'unknown' };
  }
}

function declineReason({ problem }: AnswerError): string {
  const reason = problem?.['declineReason'];
  return typeof reason === 'string' ? reason : (problem?.detail ?? 'declined');
}
