import { toMinor } from '@watertight/contracts';
import type { Effect } from '@watertight/service-kit';

/**
 * Keeps the copy of a price when it is newer than the one at hand, so that events may come in any order.
 *
 * A product that search does not know changes nothing.
 */
export const updatePrice: Effect<'update-price'> = async (tx, { productId, price, priceVersion }) => {
  await tx.query(
    'UPDATE products SET amount_minor = $2, currency = $3, price_version = $4 WHERE id = $1 AND price_version < $4',
    [productId, toMinor(price), price.currency, priceVersion],
  );
};
