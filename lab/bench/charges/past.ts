import pg from 'pg';

const BATCH = 250_000;

/** Adds so many charges of the past, each captured long ago, with a line of progress for each batch. */
export async function addCharges(databaseUrl: string, rows: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (let from = 1; from <= rows; from += BATCH) {
      const to = Math.min(rows, from + BATCH - 1);
      await client.query(insert, [from, to]);
      process.stdout.write(`        ${to.toLocaleString('en')} of ${rows.toLocaleString('en')} charges of the past\n`);
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

const insert = `
  INSERT INTO charges
    (id, scope, key, fingerprint, order_id, amount_minor, currency, state, owner, fence, lease_until, next_ask_at,
     card_brand, card_last4, captured_at, answer_status, answer_type, answer_body, settled_at)
  SELECT gen_random_uuid(), 'bench', 'past-' || n, 'v1:' || repeat('0', 64), 'past-' || n, 9999, 'USD', 'captured',
    gen_random_uuid(), 1, now(), now(), 'Visa', '4242', now(), 201, 'application/json', convert_to(repeat('x', 230), 'UTF8'), now()
  FROM generate_series($1::int, $2::int) AS n`;
