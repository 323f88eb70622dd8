import { z } from 'zod';
import { Timestamp, Uuid } from './names.ts';

/** What differed between orders and charges, at most 1,000 of each kind; two empty lists are right. */
export const OrderComparison = z
  .object({
    /** Null: they have not been compared yet. */
    comparedAt: Timestamp.nullable(),
    paidWithoutCharge: z.array(z.string()),
    chargedWithoutOrder: z.array(z.object({ orderId: z.string(), chargeId: Uuid })),
  })
  .meta({ id: 'OrderComparison' });
export type OrderComparison = z.infer<typeof OrderComparison>;
