import type { RealShop } from '../../../kit/real-shop.ts';
import { bankBooks } from './bank.ts';
import { checkoutBooks } from './checkout.ts';
import { paymentBooks } from './payment.ts';

export interface Learnt {
  productId: string;
  pieces: number;
}

/** What the databases of all companies say once everything is quiet; amounts in minor units. */
export type Books = Awaited<ReturnType<typeof readBooks>>;

export async function readBooks(shop: Pick<RealShop, 'query'>) {
  const learnt = await shop.query<Learnt>(
    'recommendations',
    `SELECT product_id AS "productId", pieces::int AS pieces FROM sold`,
  );
  const inbox = await shop.query<{ row: string }>('recommendations', 'SELECT inbox::text AS row FROM inbox');
  /** Each message that recommendations has handled, as text in which its ids can be found. */
  const handled = inbox.map(({ row }) => row);
  return { ...(await bankBooks(shop)), ...(await paymentBooks(shop)), ...(await checkoutBooks(shop)), learnt, handled };
}
