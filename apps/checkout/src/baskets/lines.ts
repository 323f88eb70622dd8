import { type Currency, fromMinor, type Kind, type Money } from '@watertight/contracts';
import type { Line } from '@watertight/contracts/checkout';

/** So many pieces of a product at one version of its price. */
export interface PricedLine {
  product_id: string;
  slug: string;
  name: string;
  kind: Kind;
  quantity: number;
  price_version: number;
  amount_minor: bigint;
  currency: Currency;
}

/** The shop's one currency; prices carry theirs, so that a second can come. */
export const CURRENCY: Currency = 'USD';

export function lineOf(line: PricedLine): Line {
  const { product_id: productId, slug, name, kind, quantity, price_version: priceVersion } = line;
  const price = fromMinor(line.amount_minor, line.currency);
  const lineTotal = fromMinor(lineTotalMinor(line), line.currency);
  return { productId, slug, name, kind, quantity, price, priceVersion, lineTotal };
}

export function totalMinor(lines: readonly PricedLine[]): bigint {
  return lines.reduce((sum, line) => sum + lineTotalMinor(line), 0n);
}

export function totalOf(lines: readonly PricedLine[]): Money {
  return fromMinor(totalMinor(lines), CURRENCY);
}

function lineTotalMinor({ amount_minor: amountMinor, quantity }: PricedLine): bigint {
  return amountMinor * BigInt(quantity);
}
