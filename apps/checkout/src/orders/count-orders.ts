import { Controller } from '@nestjs/common';
import { checkout } from '@watertight/contracts/checkout';
import { Database, Serves } from '@watertight/service-kit';

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
