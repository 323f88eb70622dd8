import { comments } from '@watertight/demo-data';
import type { Queries } from '@watertight/service-kit';

/** Fills the empty table with what visitors said before the shop opened. */
export async function seedComments(tx: Queries): Promise<void> {
  const said = comments(new Date());
  await tx.query(
    `INSERT INTO comments (id, subject, author, body, written_at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])`,
    [
      said.map(each => each.id),
      said.map(each => each.subject),
      said.map(each => each.author),
      said.map(each => each.text),
      said.map(each => each.at),
    ],
  );
}
