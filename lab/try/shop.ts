import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The services an exchange talks to, and what opens their `/ops`. */
export interface Shop {
  paymentUrl: string;
  bankUrl: string;
  opsToken: string;
}

/** What keeps an exchange from being played; one sentence for whoever typed it. */
export class TryError extends Error {
  override readonly name = 'TryError';
}

/** The shop of `npm start` in this folder. @throws TryError it has never been opened here */
export function shopHere(): Shop {
  return { paymentUrl: 'http://127.0.0.1:3004', bankUrl: 'http://127.0.0.1:3007', opsToken: tokenHere() };
}

function tokenHere(): string {
  try {
    return readFileSync(join(import.meta.dirname, '../../.data/ops-token'), 'utf8').trim();
  } catch {
    throw new TryError('The shop was never opened here: npm start opens it.');
  }
}
