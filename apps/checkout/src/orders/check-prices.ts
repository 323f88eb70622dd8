import { fromMinor } from '@watertight/contracts';
import type { ChangedPrice } from '@watertight/contracts/checkout';
import type { PricedLine } from '../baskets/lines.ts';

/** The price version a person saw, by product. */
export type SeenVersions = Readonly<Record<string, number>>;

/** True when every line has the version that was shown. */
export function asShown(lines: readonly PricedLine[], seen: SeenVersions): boolean {
  return lines.every(line => seen[line.product_id] === line.price_version);
}

/** Returns the prices that differ from those shown; `old` is null for a line that was not shown, or at a price that never existed. */
export function changedPrices(
  lines: readonly PricedLine[],
  seen: SeenVersions,
  amountAt: (productId: string, version: number) => bigint | undefined,
): ChangedPrice[] {
  return lines
    .filter(line => seen[line.product_id] !== line.price_version)
    .map(({ product_id: productId, name, price_version: priceVersion, amount_minor: amountMinor, currency }) => {
      const seenVersion = seen[productId];
      const oldMinor = seenVersion === undefined ? undefined : amountAt(productId, seenVersion);
      return {
        productId,
        name,
        old: oldMinor === undefined ? null : fromMinor(oldMinor, currency),
        new: fromMinor(amountMinor, currency),
        priceVersion,
      };
    });
}
