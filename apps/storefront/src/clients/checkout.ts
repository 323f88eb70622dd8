import { Injectable } from '@nestjs/common';
import {
  type Basket,
  checkout,
  type Order,
  type PlaceOrder,
  type Stock,
  type Store,
} from '@watertight/contracts/checkout';
import { SECOND } from '@watertight/resilience';
import { type Answer, httpClient, isClientError, isProblem } from '@watertight/service-kit';
import { config } from '../config.ts';
import { LastKnown } from './last-known.ts';
import { unavailable, isContent, ok, type Content } from './availability.ts';
import { policies } from '../policies.ts';
import type { Visit } from '../layout/visit.ts';

export type StoreWithStock = Answer<typeof checkout.readStore>;

/** A page that only reads, from the click, in ms. */
const PAGE_MS = 2 * SECOND;
const PAY_MS = 9 * SECOND;

/** Baskets, orders, stores, and what things cost. */
@Injectable()
export class Checkout {
  private readonly checkout = httpClient(checkout, policies.checkout, config.checkoutUrls);
  private readonly payClient = httpClient(checkout, policies.pay, config.checkoutUrls);
  private readonly basketCountClient = httpClient(checkout, policies.basketBadge, config.checkoutUrls);
  private readonly stockClient = httpClient(checkout, policies.stock, config.checkoutUrls);

  constructor(private readonly lastKnown: LastKnown) {}

  /** Pieces in the basket, for the header; nobody is asked about a basket that was never begun. */
  async count(visit: Visit): Promise<Content<number>> {
    const { basketId } = visit;
    if (basketId === undefined) return ok(0);
    const answer = await this.basketCountClient.countBasket(
      { params: { basketId } },
      { deadlineMs: visit.leftMs(300), ornament: true },
    );
    return isContent(answer) ? answer : ok(answer.count);
  }

  /** Price and stock now, or as last known; `ok(null)` for what is not sold. */
  async stock(productId: string, near: string | undefined, deadlineMs: number): Promise<Content<Stock | null>> {
    const fallback = (error: unknown): Content<Stock | null> =>
      isProblem(error, 'product-not-sold') ? ok(null) : (this.lastKnown.find('stock', productId) ?? unavailable);
    const answer = await this.stockClient.readStock(
      { params: { productId }, query: near === undefined ? {} : { near } },
      { deadlineMs, ornament: true, fallback },
    );
    return isContent(answer) ? answer : ok(this.lastKnown.keep('stock', productId, answer));
  }

  /** The visitor's basket; undefined where none was begun, and where checkout refuses its id. */
  async basket({ basketId }: Pick<Visit, 'basketId'>): Promise<Basket | undefined> {
    if (basketId === undefined) return undefined;
    try {
      return await this.checkout.readBasket({ params: { basketId } }, { deadlineMs: PAGE_MS });
    } catch (error) {
      if (isClientError(error)) return undefined;
      throw error;
    }
  }

  /** Safe to send again under the same key: the pieces are put in once. */
  addLine(
    basketId: string,
    line: { productId: string; quantity: number },
    idempotencyKey: string,
    visit: Visit,
  ): Promise<Basket> {
    return this.checkout.addLine(
      { params: { basketId }, body: line },
      { idempotencyKey, deadlineMs: visit.leftMs(PAGE_MS) },
    );
  }

  changeLine(
    basketId: string,
    { productId, quantity }: { productId: string; quantity: number },
    visit: Visit,
  ): Promise<Basket> {
    return this.checkout.changeLine(
      { params: { basketId, productId }, body: { quantity } },
      { deadlineMs: visit.leftMs(PAGE_MS) },
    );
  }

  /** Safe to send again under the same key: one key is one order. */
  placeOrder(order: PlaceOrder, idempotencyKey: string, visit: Visit): Promise<Order> {
    return this.payClient.placeOrder({ body: order }, { idempotencyKey, deadlineMs: visit.leftMs(PAY_MS) });
  }

  /** The order, for its owner. @throws `order-not-found` for any other */
  order(
    orderId: string,
    owner: { basketId?: string | undefined; customerId?: string | undefined },
    visit: Visit,
  ): Promise<Order> {
    return this.checkout.readOrder({ params: { orderId }, query: owner }, { deadlineMs: visit.leftMs(PAGE_MS) });
  }

  async stores(visit: Visit): Promise<Store[]> {
    const { stores } = await this.checkout.listStores({}, { deadlineMs: visit.leftMs(PAGE_MS) });
    return stores;
  }

  /** @throws `store-not-found` */
  store(storeId: string, visit: Visit): Promise<StoreWithStock> {
    return this.checkout.readStore({ params: { storeId } }, { deadlineMs: visit.leftMs(PAGE_MS) });
  }
}
