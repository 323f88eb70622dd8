import { z } from 'zod';
import { contractFor } from './endpoint.ts';
import { ProductId } from './names.ts';

/** Ids only, best first: names and prices are search's. */
export const Shelf = z.object({ productIds: z.array(ProductId) }).meta({ id: 'Shelf' });
export type Shelf = z.infer<typeof Shelf>;

export const recommendations = contractFor(['storefront'], {
  boughtTogether: {
    method: 'GET',
    path: '/bought-together/:productId',
    summary: 'Up to 8 products that were bought with this one; filled with bestsellers where fewer are known.',
    repeatable: 'always',
    params: z.object({ productId: ProductId }),
    answers: { 200: Shelf },
  },
  bestsellers: {
    method: 'GET',
    path: '/bestsellers',
    summary: 'The 8 products bought most.',
    repeatable: 'always',
    answers: { 200: Shelf },
  },
});
