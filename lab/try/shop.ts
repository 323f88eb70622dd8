import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portsOf } from '../addresses.ts';

const checkout = join(import.meta.dirname, '../..');

/** The services an exchange talks to, and what opens their `/ops`. */
export interface Shop {
  paymentUrl: string;
  bankUrl: string;
  opsToken: string;
}

/** What keeps an exchange from being played; one sentence for the user. */
export class TryError extends Error {
  override readonly name = 'TryError';
}

/** The shop of `npm start` in this folder. @throws TryError it has never been opened here */
export function shopHere(): Shop {
  const { payment = 3004, bank = 3007 } = portsOf(checkout);
  return { paymentUrl: `http://127.0.0.1:${payment}`, bankUrl: `http://127.0.0.1:${bank}`, opsToken: tokenHere() };
}

function tokenHere(): string {
  try {
    return readFileSync(join(checkout, '.data', 'ops-token'), 'utf8').trim();
  } catch {
    throw new TryError('The shop was never opened here: npm start opens it.');
  }
}
