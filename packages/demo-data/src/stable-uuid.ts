import { createHash } from 'node:crypto';

/** The same UUID for the same phrase, in the shape of the random ones (version 4) that the shop makes itself. */
export function stableUuid(phrase: string): string {
  const hex = createHash('sha256').update(`watertight ${phrase}`).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) % 4]!;
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
