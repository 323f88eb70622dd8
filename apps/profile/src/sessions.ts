import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Customer } from '@watertight/contracts/profile';
import { Database, type Queries } from '@watertight/service-kit';

const TOKEN_BYTES = 32;

/** Who is signed in. The token is known to its bearer only; the table knows its hash. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly settings: { readonly sessionMs: number },
  ) {}

  /** Returns the token, once. */
  async open(customerId: string, queries: Queries = this.database): Promise<string> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await queries.query(
      `INSERT INTO sessions (token_hash, customer_id, expires_at)
       VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')`,
      [hashOf(token), customerId, this.settings.sessionMs],
    );
    return token;
  }

  /** Whose session a token is; undefined when it has ended or never was. */
  async customerOf(token: string): Promise<Customer | undefined> {
    const [customer] = await this.database.query<Customer>(
      `SELECT customers.id, email, name
       FROM sessions JOIN customers ON customers.id = customer_id
       WHERE token_hash = $1 AND expires_at > clock_timestamp()`,
      [hashOf(token)],
    );
    return customer;
  }

  async end(token: string): Promise<void> {
    await this.database.query('DELETE FROM sessions WHERE token_hash = $1', [hashOf(token)]);
  }
}

/** A token is 32 random bytes, so nothing slower than SHA-256 is needed: there is nothing to guess. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
