import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { pipeline } from '@watertight/resilience';
import { callerSignal } from '@watertight/service-kit';
import { policies } from './policies.ts';

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const hashing = pipeline(policies.passwordHashing);
const deriveKey = promisify(argon2);

/** A password as it is stored: a PHC string with parameters, salt and hash. @throws BulkheadFullError */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return phc(salt, await derive(password, salt, COST));
}

/** Whether a password is the stored one; takes the time of a hash either way. @throws BulkheadFullError */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', hash = ''] = PHC.exec(stored) ?? [];
  const expected = Buffer.from(hash, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), cost), expected);
}

/**
 * What to compare with when there is no such customer: no password fits, at the price of one that does not.
 *
 * Else the time of an answer would tell which e-mail addresses are registered.
 */
export const nobodysPassword = phc(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));

async function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  // NFKC: the same keys on another keyboard may send other code points (NIST SP 800-63B, section 5.1.1.2).
  const message = password.normalize('NFKC');
  const caller = callerSignal();
  return hashing.run(() => {
    caller?.throwIfAborted(); // who left while waiting is not hashed for
    return deriveKey('argon2id', { message, nonce: salt, tagLength: HASH_BYTES, ...cost });
  });
}

// https://github.com/P-H-C/phc-string-format
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function phc(salt: Buffer, hash: Buffer): string {
  const [salt64, hash64] = [salt, hash].map(bytes => bytes.toString('base64').replaceAll('=', ''));
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${salt64}$${hash64}`;
}
