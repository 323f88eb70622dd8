import { Controller, Param, Query } from '@nestjs/common';
import { checkout, type Order } from '@watertight/contracts/checkout';
import { Database, Serves, ShopError } from '@watertight/service-kit';
import { readOrder } from './orders.ts';

/** `GET /orders/:orderId`: for the basket it was made from, or for its customer; for anyone else there is none. */
@Controller()
export class ReadOrder {
  constructor(private readonly database: Database) {}

  /** @throws OrderNotFoundError (404) also when it is somebody else's */
  @Serves(checkout.readOrder)
  async handle(
    @Param({ schema: checkout.readOrder.params }) { orderId }: { orderId: string },
    @Query({ schema: checkout.readOrder.query })
    { basketId, customerId }: { basketId?: string | undefined; customerId?: string | undefined },
  ): Promise<Order> {
    const [own] = await this.database.query(
      'SELECT FROM orders WHERE id = $1 AND (basket_id = $2 OR customer_id = $3)',
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
