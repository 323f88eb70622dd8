import { emailKey } from '@watertight/contracts/email-key';
import { customers } from '@watertight/demo-data';
import type { Queries } from '@watertight/service-kit';
import { hashPassword } from './password-hash.ts';

/** Fills the empty table with the people one can sign in as; their passwords stand in the README, and here only hashed. */
export async function seedCustomers(tx: Queries): Promise<void> {
  const people = customers();
  const hashes = await Promise.all(people.map(({ password }) => hashPassword(password)));
  await tx.query(
    `INSERT INTO customers (id, email, email_key, name, password_hash)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])`,
    [
      people.map(({ id }) => id),
      people.map(({ email }) => email),
      people.map(({ email }) => emailKey(email)),
      people.map(({ name }) => name),
      hashes,
    ],
  );
}
