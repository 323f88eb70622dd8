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

  /** Undefined when the address is taken, in whatever case. */
  async add(tx: Queries, { email, name, passwordHash }: NewCustomer): Promise<Customer | undefined> {
    const [customer] = await tx.query<Customer>(
      `INSERT INTO customers (id, email, email_key, name, password_hash)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (email_key) DO NOTHING
       RETURNING id, email, name`,
      [randomUUID(), email, emailKey(email), name, passwordHash],
    );
    return customer;
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
