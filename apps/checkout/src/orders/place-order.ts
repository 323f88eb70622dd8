import { Body, Controller, Injectable, Logger, Res } from '@nestjs/common';
import { checkout, type Order, PlaceOrder as OrderRequest } from '@watertight/contracts/checkout';
import { LostClaims } from '@watertight/idempotency';
import {
  Caller,
  crashPoint,
  Database,
  DatabaseUnavailableError,
  IdempotencyKey,
  jsonAnswer,
  type ReadyAnswer,
  remainingMs,
  type Reply,
  sendAnswer,
  Serves,
  shielded,
  ShopError,
  within,
  CardDeclinedError,
  KeyReusedError,
} from '@watertight/service-kit';
import { config } from '../config.ts';
import { timeBudgets } from '../policies.ts';
import { lockBasket, takeOrderedOut } from '../baskets/baskets.ts';
import { writeOutbox } from '../outbox/outbox.ts';
import { leftStockLow } from '../shipments/shipments.ts';
import { sellStock, StockMovedError } from '../stock/reserve-stock.ts';
import { holdAfterDecline } from './hold-after-decline.ts';
import { OncePerKey } from './once-per-key.ts';
import { answerKeys, answerOf, bindKey, claimKey, findKey, fingerprintOf, type OrderKey } from './order-keys.ts';
import { PaymentUnavailableError, StockContendedError } from './order-problems.ts';
import { type ChargingOrder, markConfirmed, markDeclined, markNotSent, markUnknown } from './order-states.ts';
import { orderLines, readOrder } from './orders.ts';
import { Payment } from './payment.ts';
import { type Reserved, reserveOrder } from './reserve-order.ts';

/** How often another order may take a picked piece first. Each time at least one order makes progress. */
const TRIES = 10;
/** Lost orders that are placed again in one round. */
const LOST_AT_ONCE = 10;

/** An order whose reservation was sent to the database and never answered. */
interface LostOrder {
  id: string;
  key: OrderKey;
  request: OrderRequest;
}

/** An order from basket to receipt. Its state stands in its row, so that another process can go on from any line. */
@Injectable()
export class OrderSaga {
  private readonly logger = new Logger(OrderSaga.name);
  private readonly lost = new LostClaims<LostOrder>(config.holdMs);

  constructor(
    private readonly database: Database,
    private readonly payment: Payment,
  ) {}

  /** Reserves, charges, confirms. Undefined when a duplicate with the same key was quicker. */
  async place(key: OrderKey, request: OrderRequest): Promise<ReadyAnswer | undefined> {
    const reserved = await this.reserve(key, request, 'asked');
    if (reserved === undefined) return undefined;
    if (reserved.isLost) return jsonAnswer(202, reserved.shown);
    crashPoint('order-reserved');
    const { order, shown } = reserved;
    // The order is committed: it is finished whatever becomes of its caller, under a limit of its own.
    const finished = shielded(timeBudgets.finishMs, () => this.finish(order, 'pay'));
    return inCallersTime(
      finished.catch((error: unknown) => this.leave(order, error)),
      shown,
    );
  }

  /** Charges, and writes down what the bank said. Also what the sweeper does with an order that was left. */
  async finish(order: ChargingOrder, purpose: 'pay' | 'settle'): Promise<ReadyAnswer | undefined> {
    const result = await this.payment.charge(order, purpose);
    crashPoint('charge-answered');
    switch (result.is) {
      case 'captured':
        return this.confirm(order, result.card);
      case 'declined':
        return this.decline(order, result.reason);
      case 'not-sent':
        // Only the first request can be sure that no earlier one has reached the bank.
        if (purpose === 'pay' && (await markNotSent(this.database, order))) throw new PaymentUnavailableError(order.id);
        break;
      case 'unknown':
        break;
    }
    await markUnknown(this.database, order, result.is === 'unknown');
    return answerOf(this.database, order); // a sweeper may have been quicker than a slow first call
  }

  /** Places again the orders whose reservation was sent and never answered. Rejects while the database is still silent. */
  async placeLost(): Promise<void> {
    const placed = await Promise.allSettled(this.lost.due(LOST_AT_ONCE).map(lost => this.placeAgain(lost)));
    const failed = placed.find(end => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private async placeAgain(lost: LostOrder): Promise<void> {
    try {
      const reserved = await this.reserve(lost.key, lost.request, 'lost');
      if (reserved?.isLost === true) return; // lost once more: it stays for the next round
      if (reserved !== undefined) await shielded(timeBudgets.finishMs, () => this.finish(reserved.order, 'pay'));
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) throw error;
      this.logger.warn(`a lost order was not made: ${String(error)}`); // refused now: its key made no order
    }
    this.lost.delete(lost);
  }

  /**
   * Transaction one: the key, the order, its lines and its stock, or none of them. `isLost`: it may have been committed.
   *
   * `lost`: only where the key has no row yet. A row says that the first transaction was committed after all, or that another
   * request with the key was answered since; what its client was told then must stay true.
   */
  private async reserve(
    key: OrderKey,
    request: OrderRequest,
    why: 'asked' | 'lost',
  ): Promise<(Reserved & { isLost: boolean }) | undefined> {
    for (let attempt = 1; ;) {
      let made: Reserved | undefined;
      try {
        const reserved = await this.database.transaction(async tx => {
          const isNew = await claimKey(tx, key);
          if (why === 'lost' && !isNew) return undefined;
          const basket = await lockBasket(tx, request.basketId);
          if ((await findKey(tx, key)).is !== 'free') return undefined;
          const reserved = await reserveOrder(tx, key, basket, request);
          if (reserved === 'set-free') return reserved;
          await bindKey(tx, key, reserved.order.id);
          return (made = reserved);
        });
        if (reserved !== 'set-free') return reserved && { ...reserved, isLost: false };
      } catch (error) {
        if (made !== undefined && error instanceof DatabaseUnavailableError && error.mayHaveCommitted) {
          this.lost.add({ id: `${key.scope}\n${key.key}`, key, request });
          return { ...made, isLost: true };
        }
        if (!(error instanceof StockMovedError)) return this.refuse(key, request, error);
        if (attempt === TRIES) return this.refuse(key, request, new StockContendedError());
        attempt += 1;
      }
    }
  }

  /**
   * Throws the error; a refusal is committed first, as a key without an order. Another process may still have to place a lost
   * order of this key, and must not after its client was told that nothing was charged. Undefined when it was quicker.
   */
  private async refuse(key: OrderKey, { basketId }: OrderRequest, error: unknown): Promise<undefined> {
    const saysNothingOfTheKey = error instanceof DatabaseUnavailableError || error instanceof KeyReusedError;
    if (!(error instanceof ShopError) || saysNothingOfTheKey) throw error;
    const isFree = await this.database.transaction(async tx => {
      await claimKey(tx, key);
      await lockBasket(tx, basketId);
      return (await findKey(tx, key)).is === 'free';
    });
    if (isFree) throw error;
    return undefined;
  }

  /** Transaction two: the order is paid, its pieces are sold, its basket is empty, and the others will learn it. */
  async confirm(order: ChargingOrder, card: Order['card']): Promise<ReadyAnswer | undefined> {
    const answer = await this.database.transaction(async tx => {
      await lockBasket(tx, order.basketId); // before the order, as in transaction one: no circle of waiting
      if (!(await markConfirmed(tx, order, card))) return answerOf(tx, order);
      await sellStock(tx, order.id);
      if (await leftStockLow(tx, order.id))
        await writeOutbox(tx, 'raise-shipments', { version: 1, orderId: order.id }, order.traceparent);
      await takeOrderedOut(tx, order.basketId, order.id);
      const lines = await orderLines(tx, order.id);
      const event = {
        version: 1 as const,
        orderId: order.id,
        at: new Date().toISOString(),
        lines: lines.map(({ product_id: productId, quantity }) => ({ productId, quantity })),
      };
      await writeOutbox(tx, 'ship-order', event, order.traceparent);
      await writeOutbox(tx, 'learn-order', event, order.traceparent);
      return answerKeys(tx, order, { status: 201, body: await readOrder(tx, order.id) });
    });
    crashPoint('order-confirmed');
    return answer;
  }

  /** Or the other end: final for this card. The pieces stay reserved for another one for a short time, or are released. */
  private decline(order: ChargingOrder, reason: string): Promise<ReadyAnswer | undefined> {
    return this.database.transaction(async tx => {
      if (!(await markDeclined(tx, order, reason))) return answerOf(tx, order);
      const heldUntil = await holdAfterDecline(tx, order.id);
      return answerKeys(tx, order, new CardDeclinedError(reason, { orderId: order.id, heldUntil }));
    });
  }

  /** What could not be written down is left to the sweeper; the customer is told that it will be settled. */
  private leave(order: ChargingOrder, error: unknown): undefined {
    if (error instanceof PaymentUnavailableError) throw error;
    this.logger.warn(`order ${order.id} is left to the sweeper: ${String(error)}`);
    return undefined;
  }
}

/** `POST /orders`: one order and one charge per Idempotency-Key. */
@Controller()
export class PlaceOrder {
  constructor(
    private readonly oncePerKey: OncePerKey,
    private readonly saga: OrderSaga,
  ) {}

  /**
   * 201 when it is paid; 202 while that is not known, of the charge or of the order itself: it will be settled, and never charged twice.
   *
   * @throws CardDeclinedError (402, final for this key), PriceChangedError, OutOfStockError, BasketEmptyError,
   *   BasketAlreadyOrderedError (409), KeyReusedError (422), PaymentUnavailableError (503, nothing was charged)
   */
  @Serves(checkout.placeOrder)
  async handle(
    @Caller() scope: string,
    @IdempotencyKey() key: string,
    @Body({ schema: OrderRequest }) request: OrderRequest,
    @Res() reply: Reply,
  ): Promise<void> {
    const orderKey = { scope, key, fingerprint: fingerprintOf(request) };
    await sendAnswer(reply, await this.oncePerKey.answer(orderKey, () => this.saga.place(orderKey, request)));
  }
}

/** The answer, or 202 with the order as it is now: when there is none yet, or the caller's time ends first. */
async function inCallersTime(finished: Promise<ReadyAnswer | undefined>, shown: Order): Promise<ReadyAnswer> {
  return (await within(remainingMs() - timeBudgets.answerMs, finished)) ?? jsonAnswer(202, shown);
}
