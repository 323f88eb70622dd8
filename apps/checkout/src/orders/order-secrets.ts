import { createHash } from 'node:crypto';
import type { PlaceOrder } from '@watertight/contracts/checkout';

/** What is stored of the secret an order is placed with. A secret is 32 random bytes: there is nothing to guess. */
export const secretHashOf = ({ secret }: PlaceOrder): Buffer | null => (secret === undefined ? null : hashOf(secret));

/** What the secrets a caller has are compared with. */
export const hashesOf = (secrets: readonly string[]): Buffer[] => secrets.map(hashOf);

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
