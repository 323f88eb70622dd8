import { hash } from 'node:crypto';

/** Made once for this purpose; another value would give every key of the past a new reference at the bank. */
const NAMESPACE = '6f0d9f0c-2b0e-4f43-9d3e-7c1a4be0a8d5';

/**
 * The id of the charge that a caller's key stands for, which is also its reference at the bank.
 *
 * It follows from scope and key alone, so that every process, also one with an empty database, sends the same.
 */
export function chargeId(scope: string, key: string): string {
  return uuidv5(NAMESPACE, `${scope}\n${key}`); // no scope and no key holds a line break
}

/** RFC 9562, section 5.5: the first 128 bits of a SHA-1, marked as version 5. */
export function uuidv5(namespace: string, name: string): string {
  const bytes = [Buffer.from(namespace.replaceAll('-', ''), 'hex'), Buffer.from(name)];
  const id = hash('sha1', Buffer.concat(bytes), 'buffer');
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x50, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
