import { Controller, Param, Query } from '@nestjs/common';
import { checkout, type Order } from '@watertight/contracts/checkout';
import { Database, Serves, ShopError } from '@watertight/service-kit';
import { readOrder } from './orders.ts';

/**
 * `GET /orders/:orderId`: for its customer only; an order without a customer, for the basket it was made from. For any other
 * caller there is none.
 */
@Controller()
export class ReadOrder {
  constructor(private readonly database: Database) {}

  /** @throws OrderNotFoundError (404) also when the order belongs to another customer */
  @Serves(checkout.readOrder)
  async handle(
    @Param({ schema: checkout.readOrder.params }) { orderId }: { orderId: string },
    @Query({ schema: checkout.readOrder.query })
    { basketId, customerId }: { basketId?: string | undefined; customerId?: string | undefined },
  ): Promise<Order> {
    // A basket's id stays in a browser that others use, too: it must not open what belongs to a customer.
    const [own] = await this.database.query(
      'SELECT FROM orders WHERE id = $1 AND CASE WHEN customer_id IS NULL THEN basket_id = $2 ELSE customer_id = $3 END',
      [orderId, basketId ?? null, customerId ?? null],
    );
    const order = own && (await readOrder(this.database, orderId));
    if (order === undefined) throw new OrderNotFoundError(orderId);
    return order;
  }
}

export class OrderNotFoundError extends ShopError {
  constructor(orderId: string) {
    super(`There is no order ${orderId} for you.`, { code: 'order-not-found', status: 404 });
  }
}

interface OrderCount {
  paid: number;
  underWay: number;
}

/** `GET /orders/count`: to be held against what the bank took. */
@Controller()
export class CountOrders {
  constructor(private readonly database: Database) {}

  @Serves(checkout.countOrders)
  async handle(): Promise<OrderCount> {
    const [count] = await this.database.query<OrderCount>(
      `SELECT count(*) FILTER (WHERE status IN ('confirmed', 'shipped'))::int AS paid,
         count(*) FILTER (WHERE status = 'charging')::int AS "underWay" FROM orders`,
    );
    return count ?? { paid: 0, underWay: 0 };
  }
}
