import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Customer, MAX_LISTED_SESSIONS, type OpenSession } from '@watertight/contracts/profile';
import { Database, type Queries } from '@watertight/service-kit';

const TOKEN_BYTES = 32;

interface Opening {
  customerId: string;
  /** The hash that the password was compared with. */
  passwordHash: string;
  browser?: string | undefined;
  /** The token of the session that this browser had until now. */
  replaces?: string | undefined;
}

/** The open sessions. A token is known to its bearer only; the table has its hash. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly settings: { readonly sessionMs: number },
  ) {}

  /** Returns the token, once; undefined when the password was changed since it was compared. */
  async open({ customerId, passwordHash, browser, replaces }: Opening): Promise<string | undefined> {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    return this.database.transaction(async tx => {
      // The lock: a change of the password ends the sessions it finds, and must find this one or be found by it.
      const opened = await tx.query(
        `INSERT INTO sessions (token_hash, customer_id, expires_at, browser)
         SELECT $1, id, clock_timestamp() + $2 * interval '1 millisecond', $3
         FROM customers WHERE id = $4 AND password_hash = $5 FOR SHARE
         RETURNING id`,
        [hashOf(token), this.settings.sessionMs, browser ?? null, customerId, passwordHash],
      );
      if (opened.length === 0) return undefined;
      if (replaces !== undefined) await this.end([hashOf(replaces)], tx);
      return token;
    });
  }

  /** How long a session lasts that is opened now, in ms. */
  get lastsMs(): number {
    return this.settings.sessionMs;
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

  /** The sessions of the customer whose token it is, newest first. */
  async listOf(customerId: string, token: string): Promise<OpenSession[]> {
    const rows = await this.database.query<{
      id: string;
      opened_at: Date | null;
      browser: string | null;
      is_this: boolean;
    }>(
      `SELECT id, opened_at, browser, token_hash = $2 AS is_this FROM sessions
       WHERE customer_id = $1 AND expires_at > clock_timestamp()
       ORDER BY is_this DESC, opened_at DESC NULLS LAST LIMIT $3`,
      [customerId, hashOf(token), MAX_LISTED_SESSIONS],
    );
    return rows.map(({ id, opened_at: openedAt, browser, is_this: isThis }) => ({
      id,
      openedAt: openedAt?.toISOString() ?? null,
      browser,
      isThis,
    }));
  }

  /** Ends one other session of a customer, or all others. */
  async endOthers(customerId: string, token: string, id?: string, queries: Queries = this.database): Promise<void> {
    await queries.query(
      'DELETE FROM sessions WHERE customer_id = $1 AND token_hash <> $2 AND ($3::uuid IS NULL OR id = $3)',
      [customerId, hashOf(token), id ?? null],
    );
  }

  async end(tokenHashes: readonly Buffer[], queries: Queries = this.database): Promise<void> {
    await queries.query('DELETE FROM sessions WHERE token_hash = ANY ($1::bytea[])', [tokenHashes]);
  }
}

/** A token is 32 random bytes, so nothing slower than SHA-256 is needed: there is nothing to guess. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
