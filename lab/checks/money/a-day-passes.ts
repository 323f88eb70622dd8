import { fragileNames, type MoneyShop } from './shop.ts';
import { say } from './redis-command.ts';

/** The tables that may be changed, each with its points in time; those of history refuse, and need not be older. */
const DATED_TABLES = `
  SELECT quote_ident(t.relname) AS "table",
    string_agg(format('%1$I = %1$I - interval ''1 day''', a.attname), ', ') AS "dayEarlier"
  FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
  WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace
    AND a.atttypid = 'timestamptz'::regtype AND a.attnum > 0 AND a.attgenerated = ''
    AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = t.oid AND NOT tgisinternal)
  GROUP BY t.relname`;

/** Makes everything in the databases of payment and checkout a day older, and Redis forget it. */
export async function aDayPasses(shop: MoneyShop): Promise<void> {
  for (const name of fragileNames) {
    const tables = await shop.query<{ table: string; dayEarlier: string }>(name, DATED_TABLES);
    // One statement each: no lock is held while another table is waited for.
    for (const { table, dayEarlier } of tables) await shop.query(name, `UPDATE ${table} SET ${dayEarlier}`);
  }
  await say(shop.redis.url, 'FLUSHALL');
}
