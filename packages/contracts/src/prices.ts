import { z } from 'zod';
import { Money } from './money.ts';
import { ProductId } from './names.ts';

/** `prices` of the problem `price-changed`: what a line costs now, and what it cost when it was shown. */
export const ChangedPrice = z.object({
  productId: ProductId,
  name: z.string(),
  /** Null for a line that was not shown. */
  old: Money.nullable(),
  new: Money,
  /** The version of `new`. */
  priceVersion: z.int(),
});
export type ChangedPrice = z.infer<typeof ChangedPrice>;

export const Price = z.object({ productId: ProductId, price: Money, priceVersion: z.int() }).meta({ id: 'Price' });
export type Price = z.infer<typeof Price>;

export const ChangePrice = z.strictObject({ price: Money }).meta({ id: 'ChangePrice' });
export type ChangePrice = z.infer<typeof ChangePrice>;
