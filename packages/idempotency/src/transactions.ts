import type pg from 'pg';

/** Runs statements of one transaction. */
export interface Queries {
  query<Row extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Where `once` finds its transactions; service-kit's `Database` is one. */
export interface Transactions {
  /** Committed when `work` resolves, rolled back when it rejects. */
  transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T>;
}

/** Transactions of a plain pool of `pg`. */
export function transactionsOf(pool: pg.Pool): Transactions {
  return {
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        const result = await work({
          query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
            (await client.query<Row>(sql, [...values])).rows,
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK').catch((reason: Error) => (broken = reason));
        throw error;
      } finally {
        client.release(broken); // a connection that cannot even roll back is destroyed
      }
    },
  };
}
