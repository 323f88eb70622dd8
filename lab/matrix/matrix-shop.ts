import { RealShop } from '../kit/real-shop.ts';
import { LONGEST_OPEN_MS, OPEN_MS, type ShopUnderTest } from './shop-under-test.ts';

export type MatrixShop = RealShop & ShopUnderTest;

/**
 * Opens the whole shop, over a PostgreSQL and a Redis that are each behind a wire.
 *
 * @param patterns `off`: every caller is without them, to see what they are for
 */
export async function openMatrixShop(patterns: 'on' | 'off'): Promise<MatrixShop> {
  const shop = new RealShop({
    patterns,
    faults: true,
    quick: true,
    databases: { durable: true, wires: ['postgres', 'redis'] },
    environment: () => ({ OPEN_MS: String(OPEN_MS) }),
  });
  return Object.assign(await shop.open(), { healedWithinMs: LONGEST_OPEN_MS + 2000, settledWithinMs: 15_000 });
}
