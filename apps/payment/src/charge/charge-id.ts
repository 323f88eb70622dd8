import { hash } from 'node:crypto';

/** Made once for this purpose; another value would give every key of the past a new reference at the bank. */
const NAMESPACE = bytesOfUuid('6f0d9f0c-2b0e-4f43-9d3e-7c1a4be0a8d5');

/**
 * The id of the charge that a caller's key stands for, which is also its reference at the bank.
 *
 * It follows from scope and key alone, so that every process, also one with an empty database, sends the same.
 */
export function chargeId(scope: string, key: string): string {
  return uuidv5(NAMESPACE, `${scope}\n${key}`); // no scope and no key holds a line break
}

/** RFC 9562, section 5.5: the first 128 bits of a SHA-1, marked as version 5 and with the two bits of the variant. */
export function uuidv5(namespace: Buffer, name: string): string {
  const hex = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]));
  const variant = '89ab'.charAt(parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function bytesOfUuid(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
