import { z } from 'zod';
import { Money } from './money.ts';
import { Kind, ProductId, Slug, Uuid } from './names.ts';

/** A line's id is its product: a basket holds one line per product. */
export const Line = z
  .object({
    productId: ProductId,
    slug: Slug,
    name: z.string(),
    kind: Kind,
    quantity: z.int(),
    price: Money,
    /** Prices are immutable versioned rows; an order states the versions it saw. */
    priceVersion: z.int(),
    lineTotal: Money,
  })
  .meta({ id: 'Line' });
export type Line = z.infer<typeof Line>;

export const Basket = z
  .object({
    id: Uuid,
    /** Grows with every change and with every order; an order is made from one version. */
    version: z.int(),
    lines: z.array(Line),
    /** Pieces, not lines. */
    count: z.int(),
    total: Money,
  })
  .meta({ id: 'Basket' });
export type Basket = z.infer<typeof Basket>;

export const MAX_QUANTITY = 99;
export const Quantity = z.int().min(1).max(MAX_QUANTITY, `at most ${MAX_QUANTITY} of one thing`);
