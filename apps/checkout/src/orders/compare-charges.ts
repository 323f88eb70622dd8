import { Controller, Injectable, Logger } from '@nestjs/common';
import { type Currency, toMinor } from '@watertight/contracts';
import { checkout } from '@watertight/contracts/checkout';
import type { OrderComparison } from '@watertight/contracts/order-comparison';
import type { CapturedOfCaller } from '@watertight/contracts/payment';
import { MINUTE } from '@watertight/resilience';
import { Database, DAY, Serves } from '@watertight/service-kit';
import { config } from '../config.ts';
import { showUnmatchedOrders } from './charge-alarms.ts';
import { claimPaid, renounceCharge } from './order-states.ts';
import { Payment } from './payment.ts';
import { OrderSaga } from './place-order.ts';

/** Two days, so that a daily comparison sees each day twice. */
const LOOK_BACK_MS = 2 * DAY;
/** The clocks of two databases differ; by less than this. */
const CLOCKS_DIFFER_MS = 1 * MINUTE;

/** So that the answer stays small after a loss of everything; the metric counts them all. */
const MOST_NAMED = 1000;

interface OrderRow {
  id: string;
  status: 'reserved' | 'charging' | 'confirmed' | 'shipped' | 'cancelled';
  amount_minor: bigint;
  currency: Currency;
  ended_charge_key: string | null;
}

const NOTHING_YET: OrderComparison = { comparedAt: null, paidWithoutCharge: [], chargedWithoutOrder: [] };

/**
 * Compares paid orders with captured charges, and mends what differs: a database may have lost its last commits, in one
 * service and not in the other.
 *
 * A charge of an order that does not exist, or is not paid, goes back after a grace period. A charge of an order that has
 * forgotten it confirms the order. A paid order without a charge needs a person: that is the alarm.
 */
@Injectable()
export class CompareCharges {
  private readonly logger = new Logger(CompareCharges.name);
  private readonly reported = new Set<string>();
  private nextFullAtMs = 0;
  /** When the oldest of what differed at the last comparison was placed or captured. */
  private oldestMs = Infinity;
  /** What differed at the last comparison. */
  last = NOTHING_YET;

  constructor(
    private readonly database: Database,
    private readonly payment: Payment,
    private readonly saga: OrderSaga,
  ) {}

  /** Makes the next comparison one of two days: the database was gone, and may be an older one now. */
  suspectLostCommits(): void {
    this.nextFullAtMs = 0;
  }

  /**
   * Compares two grace periods, or as far back as anything differed; at first, once a day and after lost commits two days.
   * Rejects while a side is unavailable.
   */
  async compare(): Promise<void> {
    const isFull = performance.now() >= this.nextFullAtMs;
    const sinceMs = this.sinceMs(isFull);
    // Orders first: an order may be paid between the two questions, and must not look as if it had no charge.
    const unpaid = await this.paidSince(sinceMs + CLOCKS_DIFFER_MS);
    const strays: CapturedOfCaller[] = [];
    for await (const charges of this.payment.capturedSince(new Date(sinceMs).toISOString())) {
      for (const { orderId } of charges) unpaid.delete(orderId);
      strays.push(...(await this.mend(charges)));
    }
    this.report([...unpaid.keys()], strays);
    const differingMs = [...unpaid.values(), ...strays.map(({ capturedAt }) => Date.parse(capturedAt))];
    this.oldestMs = differingMs.reduce((oldest, each) => Math.min(oldest, each), Infinity);
    if (isFull) this.nextFullAtMs = performance.now() + DAY;
  }

  /** Never stops before what differed last time, or an alarm would end although nothing was cured. */
  private sinceMs(isFull: boolean): number {
    const nowMs = Date.now();
    if (isFull) return nowMs - LOOK_BACK_MS;
    const shortestMs = nowMs - 2 * config.orphanMs - CLOCKS_DIFFER_MS;
    return Math.max(nowMs - LOOK_BACK_MS, Math.min(shortestMs, this.oldestMs - CLOCKS_DIFFER_MS));
  }

  /** Returns the ids of paid orders, each with the time it was placed. */
  private async paidSince(sinceMs: number): Promise<Map<string, number>> {
    const rows = await this.database.query<{ id: string; placed_at: Date }>(
      `SELECT id, placed_at FROM orders WHERE status IN ('confirmed', 'shipped') AND placed_at >= $1`,
      [new Date(sinceMs).toISOString()],
    );
    return new Map(rows.map(row => [row.id, new Date(row.placed_at).getTime()]));
  }

  /** Returns the charges that belong to no order, mended or not. */
  private async mend(charges: readonly CapturedOfCaller[]): Promise<CapturedOfCaller[]> {
    const kept = charges.filter(({ amount, refunded }) => refunded !== amount);
    const rows = await this.database.query<OrderRow>(
      'SELECT id, status, amount_minor, currency, ended_charge_key FROM orders WHERE id = ANY ($1::uuid[])',
      [kept.map(({ orderId }) => orderId).filter(id => UUID.test(id))],
    );
    const orders = new Map(rows.map(row => [row.id, row]));
    const strays: CapturedOfCaller[] = [];
    for (const charge of kept) if (!(await this.belongs(charge, orders.get(charge.orderId)))) strays.push(charge);
    return strays;
  }

  private async belongs(charge: CapturedOfCaller, order: OrderRow | undefined): Promise<boolean> {
    if (order !== undefined && isFor(charge, order)) {
      if (order.status !== 'reserved' && order.status !== 'cancelled') return true;
      // The order's latest attempt ended with "nothing was charged". Another one that was captured has been forgotten.
      const isWhole = !/[1-9]/.test(charge.refunded);
      if (order.status === 'reserved' && order.ended_charge_key !== charge.key && isWhole) return this.confirm(charge);
    }
    if (Date.now() - Date.parse(charge.capturedAt) >= config.orphanMs) await this.giveBack(charge);
    return false;
  }

  private async confirm({ orderId, key, card }: CapturedOfCaller): Promise<boolean> {
    const order = await claimPaid(this.database, orderId, key);
    if (order === undefined) return true; // it has gone on meanwhile
    this.logger.error(`order ${orderId} had forgotten its charge ${key}: it is confirmed`);
    await this.saga.confirm(order, card);
    return true;
  }

  private async giveBack(charge: CapturedOfCaller): Promise<void> {
    try {
      const { orderId } = charge;
      // Before the refund: a key that is sent again meanwhile must not find a charge that still looks kept.
      const isRenounced = !UUID.test(orderId) || (await this.database.transaction(tx => renounceCharge(tx, orderId)));
      if (!isRenounced) return;
      await this.payment.giveBack(charge);
    } catch (error) {
      this.logger.warn(`charge ${charge.id} could not be refunded yet: ${String(error)}`); // the alarm must not wait for it
      return;
    }
    this.logger.error(`charge ${charge.id} of order ${charge.orderId} went back: that order is not paid here`);
  }

  private report(paidWithoutCharge: string[], strays: readonly CapturedOfCaller[]): void {
    const chargedWithoutOrder = strays.map(({ id: chargeId, orderId }) => ({ orderId, chargeId }));
    showUnmatchedOrders(paidWithoutCharge.length + chargedWithoutOrder.length);
    this.last = {
      comparedAt: new Date().toISOString(),
      paidWithoutCharge: paidWithoutCharge.slice(0, MOST_NAMED),
      chargedWithoutOrder: chargedWithoutOrder.slice(0, MOST_NAMED),
    };
    const lines = [
      ...paidWithoutCharge.map(id => `order ${id} is paid and has no captured charge`),
      ...chargedWithoutOrder.map(
        ({ orderId, chargeId }) => `charge ${chargeId} was captured, and its order ${orderId} is not paid`,
      ),
    ];
    for (const line of lines.filter(each => !this.reported.has(each))) {
      this.reported.add(line);
      this.logger.error(line);
    }
  }
}

const UUID = /^[0-9a-f-]{36}$/;

function isFor(charge: CapturedOfCaller, { amount_minor: amountMinor, currency }: OrderRow): boolean {
  return charge.currency === currency && toMinor(charge) === amountMinor;
}

/** `GET /orders/comparison`: what differed between paid orders and captured charges when they were compared last. */
@Controller()
export class ReadComparison {
  constructor(private readonly comparison: CompareCharges) {}

  @Serves(checkout.readComparison)
  handle(): OrderComparison {
    return this.comparison.last;
  }
}
