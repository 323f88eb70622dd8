import { z } from 'zod';
import { Money } from './money.ts';
import { ProductId, Slug, Uuid } from './names.ts';

export const Store = z
  .object({
    slug: Slug,
    name: z.string(),
    country: z.string(),
    latitude: z.number(),
    longitude: z.number(),
    pieces: z.int(),
    products: z.int(),
    /** Pieces of the shipments that it has claimed and not received yet. */
    coming: z.int(),
  })
  .meta({ id: 'Store' });
export type Store = z.infer<typeof Store>;

export const Shipment = z
  .object({
    id: Uuid,
    productId: ProductId,
    quantity: z.int(),
    status: z.enum(['open', 'claimed', 'received']),
    storeId: Slug.nullable(),
  })
  .meta({ id: 'Shipment' });
export type Shipment = z.infer<typeof Shipment>;

/** At most as many as the largest store has of its cheapest products, and some more. */
const Pieces = z.int().min(0).max(1000, 'at most 1000 pieces');

/** What was counted on the shelves of a product. */
export const StockCount = z
  .strictObject({
    /** Pieces by store. */
    available: z.record(Slug, Pieces),
    /** Pieces in every other store that sells the product; without it those stay as they are. */
    elsewhere: Pieces.optional(),
  })
  .meta({ id: 'StockCount' });
export type StockCount = z.infer<typeof StockCount>;

/** What the shop took for available before it was counted, by store: the same sent back undoes a count. */
export const StockBefore = z.object({ before: z.record(Slug, z.int()) }).meta({ id: 'StockBefore' });
export type StockBefore = z.infer<typeof StockBefore>;

/** A store that has a product now. */
export const Harbour = z
  .object({
    storeId: Slug,
    name: z.string(),
    available: z.int(),
    /** As the gull flies, from the store that was asked from; null where none was. */
    km: z.int().nullable(),
  })
  .meta({ id: 'Harbour' });
export type Harbour = z.infer<typeof Harbour>;

export const Stock = z
  .object({
    productId: ProductId,
    price: Money,
    priceVersion: z.int(),
    /** Stores that have at least one piece now. */
    inStores: z.int(),
    stores: z.int(),
    available: z.int(),
    /** Eight of them at most: the nearest first, or those with most pieces. */
    harbours: z.array(Harbour),
  })
  .meta({ id: 'Stock' });
export type Stock = z.infer<typeof Stock>;
