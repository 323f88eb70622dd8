import { products } from '@watertight/demo-data';
import type { Queries } from '@watertight/service-kit';

/** Fills the empty catalogue with the demo products, each at the first version of its price. */
export async function seedCatalogue(tx: Queries): Promise<void> {
  const rows = products().map(({ keywords, amountMinor, ...product }) => ({
    ...product,
    keywords: keywords.join(' '),
    amount_minor: amountMinor,
    currency: 'USD',
    price_version: 1,
  }));
  const columns = 'id, slug, name, category, kind, description, facts, keywords, amount_minor, currency, price_version';
  await tx.query(
    `INSERT INTO products (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::products, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
  await tx.query('REFRESH MATERIALIZED VIEW vocabulary');
}
