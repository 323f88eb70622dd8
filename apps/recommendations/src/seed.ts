import { pastOrders } from '@watertight/demo-data';
import type { Queries } from '@watertight/service-kit';
import { countOrders } from './count-orders.ts';
import { addSales } from './sales.ts';

/** Learns the orders that were placed before the shop opened: counted here, stored in two statements. */
export async function seedSales(tx: Queries): Promise<void> {
  await addSales(tx, countOrders(pastOrders(new Date()).map(({ lines }) => lines)));
}
