import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { MINUTE } from '@watertight/resilience';
import type { Database, Queries } from './database.ts';
import { StartError } from './database-errors.ts';

export interface Migrations {
  /** Folder of `NNNN-verb-phrase.sql` files, applied once each, in order. */
  migrations: URL;
  /** Fills empty tables: runs when `table` has no row. */
  seed?: { table: string; fill: (tx: Queries) => Promise<void> } | undefined;
}

/** For a statement over all that a table has come to hold. A lock is waited for as long as ever, and then asked for again. */
const STATEMENT_MS = 10 * MINUTE;

/** One number for all: replicas that start together migrate one after the other. */
const LOCK = 7_837_283;

/**
 * Applies what is missing, then seeds; in one transaction under an advisory lock, so that two replicas do it once.
 *
 * @throws StartError when the database has been migrated by a newer version than this one
 */
export async function migrate(database: Database, { migrations, seed }: Migrations): Promise<void> {
  const folder = fileURLToPath(migrations);
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).toSorted();
  await database.transaction(async tx => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query(
      'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const applied = new Set((await tx.query<{ name: string }>('SELECT name FROM migrations')).map(({ name }) => name));
    const unknown = [...applied].find(name => !names.includes(name));
    if (unknown !== undefined) {
      throw new StartError(
        `The database was migrated by a newer version (${unknown}); start that version, or give this one a database of its own.`,
      );
    }
    for (const name of names.filter(each => !applied.has(each))) {
      await tx.query(await readFile(`${folder}/${name}`, 'utf8'));
      await tx.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
    }
    if (seed !== undefined && (await isEmpty(tx, seed.table))) await seed.fill(tx);
  }, STATEMENT_MS);
}

async function isEmpty(tx: Queries, table: string): Promise<boolean> {
  return (await tx.query(`SELECT FROM ${table} LIMIT 1`)).length === 0;
}
