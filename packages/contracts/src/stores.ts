import { z } from 'zod';
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
