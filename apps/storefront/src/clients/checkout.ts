import { Injectable } from '@nestjs/common';
import {
  type Basket,
  checkout,
  type Order,
  type PlaceOrder,
  type Stock,
  type Store,
} from '@watertight/contracts/checkout';
import { type Answer, httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { copies, policies } from '../policies.ts';
import { type Content, failureOf, isContent, ok, optionalCall } from './availability.ts';
import { lastKnown } from './last-known.ts';

export type StoreWithStock = Answer<typeof checkout.readStore>;

interface HasBasket {
  readonly basketId: string | undefined;
}

/** Baskets, orders, stores, and what things cost. */
@Injectable()
export class Checkout {
  private readonly checkout = httpClient(checkout, policies.checkout, config.checkoutUrls);
  private readonly payClient = httpClient(checkout, policies.pay, config.checkoutUrls);
  private readonly basketCountClient = httpClient(checkout, policies.basketBadge, config.checkoutUrls);
  private readonly stockClient = httpClient(checkout, policies.stock, config.checkoutUrls);

  /** Pieces in the basket, for the header; a basket that was never begun costs no call. */
  async basketCount({ basketId }: HasBasket, deadlineMs: number): Promise<Content<number>> {
    if (basketId === undefined) return ok(0);
    const answer = await this.basketCountClient.countBasket({ params: { basketId } }, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer.count);
  }

  /** Price and stock now, or as last known; `ok(null)` for what is not sold. */
  async stock(productId: string, near: string | undefined, deadlineMs: number): Promise<Content<Stock | null>> {
    const answer = await this.stockClient.readStock(
      { params: { productId }, query: near === undefined ? {} : { near } },
      { ...optionalCall(deadlineMs), fallback: copies.stock(productId) },
    );
    return isContent(answer) ? answer : ok(lastKnown.keep('stock', productId, answer));
  }

  /** The visitor's basket; undefined where none was begun, and where checkout refuses its id. */
  async basket({ basketId }: HasBasket, deadlineMs: number): Promise<Basket | undefined> {
    if (basketId === undefined) return undefined;
    try {
      return await this.checkout.readBasket({ params: { basketId } }, { deadlineMs });
    } catch (error) {
      if (failureOf(error) === 'refused') return undefined;
      throw error;
    }
  }

  /** Safe to send again under the same key: the pieces are put in once. */
  addLine(
    basketId: string,
    line: { productId: string; quantity: number },
    idempotencyKey: string,
    deadlineMs: number,
  ): Promise<Basket> {
    return this.checkout.addLine({ params: { basketId }, body: line }, { idempotencyKey, deadlineMs });
  }

  changeLine(
    basketId: string,
    { productId, quantity }: { productId: string; quantity: number },
    deadlineMs: number,
  ): Promise<Basket> {
    return this.checkout.changeLine({ params: { basketId, productId }, body: { quantity } }, { deadlineMs });
  }

  /** Safe to send again under the same key: one key is one order. */
  placeOrder(order: PlaceOrder, idempotencyKey: string, deadlineMs: number): Promise<Order> {
    return this.payClient.placeOrder({ body: order }, { idempotencyKey, deadlineMs });
  }

  /**
   * Gives what lies in a basket another id; that of before is empty then.
   *
   * @throws `basket-already-ordered` while it is being paid
   */
  async moveBasket(basketId: string, to: string, deadlineMs: number): Promise<void> {
    await this.checkout.moveBasket({ params: { basketId }, body: { to } }, { deadlineMs });
  }

  /** The order, for its customer or for its secret. @throws `order-not-found` for any other */
  order(
    orderId: string,
    opening: { secrets?: string[]; customerId?: string | undefined },
    deadlineMs: number,
  ): Promise<Order> {
    return this.checkout.readOrder({ params: { orderId }, body: opening }, { deadlineMs });
  }

  async stores(deadlineMs: number): Promise<Store[]> {
    const { stores } = await this.checkout.listStores({}, { deadlineMs });
    return stores;
  }

  /** @throws `store-not-found` */
  store(storeId: string, deadlineMs: number): Promise<StoreWithStock> {
    return this.checkout.readStore({ params: { storeId } }, { deadlineMs });
  }
}
