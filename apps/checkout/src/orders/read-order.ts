import { Body, Controller, Param, Query } from '@nestjs/common';
import { checkout, type Order } from '@watertight/contracts/checkout';
import { Database, Serves, ShopError } from '@watertight/service-kit';
import { hashesOf } from './order-secrets.ts';
import { readOrder } from './orders.ts';

/** What a caller has to show for an order. */
interface Opening {
  customerId?: string | undefined;
  secrets: readonly string[];
}

/** An order, for its customer only; one without a customer, for a caller that has its secret. For any other there is none. */
@Controller()
export class ReadOrder {
  constructor(private readonly database: Database) {}

  /**
   * `POST /orders/:orderId/read`.
   *
   * @throws OrderNotFoundError (404) also when the order belongs to another customer
   */
  @Serves(checkout.readOrder)
  read(
    @Param({ schema: checkout.readOrder.params }) { orderId }: { orderId: string },
    @Body({ schema: checkout.readOrder.body }) opening: Opening,
  ): Promise<Order> {
    return this.open(orderId, opening);
  }

  /** `GET /orders/:orderId`, for storefronts of the release before. @throws OrderNotFoundError (404) */
  @Serves(checkout.readCustomersOrder)
  readOfCustomer(
    @Param({ schema: checkout.readCustomersOrder.params }) { orderId }: { orderId: string },
    @Query({ schema: checkout.readCustomersOrder.query }) { customerId }: { customerId?: string | undefined },
  ): Promise<Order> {
    return this.open(orderId, { customerId, secrets: [] });
  }

  private async open(orderId: string, { customerId, secrets }: Opening): Promise<Order> {
    // Secrets stay in a browser that others use, too: they must not open what belongs to a customer.
    const [own] = await this.database.query(
      `SELECT FROM orders
       WHERE id = $1 AND CASE WHEN customer_id IS NULL THEN secret_hash = ANY ($2::bytea[]) ELSE customer_id = $3 END`,
      [orderId, hashesOf(secrets), customerId ?? null],
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
