import type { Effect } from '@watertight/service-kit';
import { countOrders } from './count-orders.ts';
import { addSales } from './sales.ts';

/** Learns from one confirmed order what was bought, and what with what. */
export const learnOrder: Effect<'learn-order'> = (tx, { lines }) => addSales(tx, countOrders([lines]));
