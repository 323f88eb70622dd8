import { z } from 'zod';
import { contractFor } from './endpoint.ts';
import { Money } from './money.ts';
import { Category, Kind, ProductId, Slug } from './names.ts';

/** What a tile shows. The price is search's copy: checkout's is the one that is charged. */
export const Card = z
  .object({ id: ProductId, slug: Slug, name: z.string(), category: Category, kind: Kind, price: Money })
  .meta({ id: 'Card' });
export type Card = z.infer<typeof Card>;

export const Product = Card.extend({
  description: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
}).meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;

export const Results = z
  .object({
    /** The words as they were understood: trimmed, cut to 200 characters. */
    words: z.string(),
    category: Category.nullable(),
    page: z.int(),
    pages: z.int(),
    total: z.int(),
    products: z.array(Card),
    /** `exact` when the words matched, `similar` when only their spelling came near. */
    match: z.enum(['exact', 'similar', 'none']),
  })
  .meta({ id: 'Results' });
export type Results = z.infer<typeof Results>;

/** Any query is answered: empty lists the category, nonsense finds nothing, length is cut and never refused. */
export const FindProducts = z.object({
  q: z.string().default(''),
  category: Category.optional(),
  page: z.coerce.number().int().min(1).max(1000).default(1),
});

const commaSeparatedIds = z
  .string()
  .regex(/^wt-[0-9]{4,9}(,wt-[0-9]{4,9}){0,23}$/, '1 to 24 article numbers, separated by commas')
  .transform(ids => ids.split(','));

export const search = contractFor(['storefront'], {
  findProducts: {
    method: 'GET',
    path: '/products',
    summary: 'Finds products by words, category, or both; 24 a page, best first.',
    repeatable: 'always',
    query: FindProducts,
    answers: { 200: Results },
  },
  readProduct: {
    method: 'GET',
    path: '/products/:slug',
    mayBeCalledBy: ['storefront', 'control-room'],
    summary: 'One product, whole.',
    repeatable: 'always',
    params: z.object({ slug: Slug }),
    answers: { 200: Product },
    problems: ['product-not-found'],
  },
  readCards: {
    method: 'GET',
    path: '/cards',
    summary: 'The tiles of up to 24 products, in the order asked; unknown ids are left out.',
    repeatable: 'always',
    query: z.object({ ids: commaSeparatedIds }),
    answers: { 200: z.object({ products: z.array(Card) }).meta({ id: 'Cards' }) },
  },
});
