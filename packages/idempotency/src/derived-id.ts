import { hash } from 'node:crypto';

/**
 * Makes the function that derives an id from a caller's key, for example the reference of a charge at the bank.
 *
 * The id follows from scope and key alone, so that every process derives the same, also one whose database is empty or has
 * lost its last commits. Scope and key hold no line break.
 *
 * @param namespace a UUID made once for this purpose; another value gives every key of the past a new id
 */
export function idsIn(namespace: string): (scope: string, key: string) => string {
  const bytes = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  return (scope, key) => uuidv5(bytes, `${scope}\n${key}`);
}

/** RFC 9562, section 5.5: the first 128 bits of a SHA-1, marked as version 5 and with the two bits of the variant. */
export function uuidv5(namespace: Buffer, name: string): string {
  const hex = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]));
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
