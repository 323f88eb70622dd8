import { createHash } from 'node:crypto';
import type { Target } from './attack.ts';

/** The order that an address leads to. */
export const orderOf = (location: string | undefined): string | undefined =>
  /^\/orders\/([0-9a-f-]{36})/.exec(location ?? '')?.[1];

/** The order that was placed last: no other client orders while an attack runs. */
export async function newestOrder(target: Pick<Target, 'query'>): Promise<string | undefined> {
  const rows = await target.query<{ id: string }>('checkout', 'SELECT id FROM orders ORDER BY placed_at DESC LIMIT 1');
  return rows[0]?.id;
}

export async function statusOfOrder(target: Pick<Target, 'query'>, id: string | undefined): Promise<string> {
  const rows = await target.query<{ status: string }>('checkout', 'SELECT status FROM orders WHERE id = $1', [id]);
  return rows[0]?.status ?? 'none';
}

/** Namespaces of the ids that checkout and payment derive from keys: they stand in the sources, so an attacker knows them. */
const CHARGE_KEYS = '3e0cf6a28f3b4d0eb7a561f2f0a6c9d4';
const CHARGES = '6f0d9f0c2b0e4f439d3e7c1a4be0a8d5';

/** The idempotency key under which payment charges the order of a form with this key. */
export const chargeKeyOf = (formKey: string): string => `placed-${derivedId(CHARGE_KEYS, 'storefront', formKey)}`;

/** The reference of that charge at the bank. */
export const referenceOf = (formKey: string): string => derivedId(CHARGES, 'checkout', chargeKeyOf(formKey));

/** A UUID of version 5. */
function derivedId(namespace: string, scope: string, key: string): string {
  const name = Buffer.from(`${scope}\n${key}`);
  const hex = createHash('sha1')
    .update(Buffer.concat([Buffer.from(namespace, 'hex'), name]))
    .digest('hex');
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}
