import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emailKey } from '@watertight/contracts/email-key';
import type { Customer } from '@watertight/contracts/profile';
import { Database, type Queries } from '@watertight/service-kit';

export interface NewCustomer {
  email: string;
  name: string;
  passwordHash: string;
}

/** The registered customers. */
@Injectable()
export class Customers {
  constructor(private readonly database: Database) {}

  /** Changes nothing when the address is taken, in whatever case. */
  async add({ email, name, passwordHash }: NewCustomer): Promise<void> {
    await this.database.query(
      `INSERT INTO customers (id, email, email_key, name, password_hash)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (email_key) DO NOTHING`,
      [randomUUID(), email, emailKey(email), name, passwordHash],
    );
  }

  async passwordHashOf(id: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ hash: string }>(
      'SELECT password_hash AS hash FROM customers WHERE id = $1',
      [id],
    );
    return row?.hash;
  }

  /** False when the password is no longer the one that was compared. */
  async changePassword(tx: Queries, id: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    const changed = await tx.query(
      'UPDATE customers SET password_hash = $3 WHERE id = $1 AND password_hash = $2 RETURNING id',
      [id, from, to],
    );
    return changed.length === 1;
  }

  async findByEmail(email: string): Promise<{ customer: Customer; passwordHash: string } | undefined> {
    const [row] = await this.database.query<Customer & { passwordHash: string }>(
      `SELECT id, email, name, password_hash AS "passwordHash" FROM customers WHERE email_key = $1`,
      [emailKey(email)],
    );
    if (row === undefined) return undefined;
    const { passwordHash, ...customer } = row;
    return { customer, passwordHash };
  }
}
