import { SECOND } from '@watertight/resilience';
import pg from 'pg';
import { ConnectionPools } from './connection-pools.ts';
import {
  DatabaseUnavailableError,
  isReadOnly,
  isUnavailable,
  StartError,
  stopsTheStart,
  wasRolledBack,
} from './database-errors.ts';
import { databaseLimits, type PoolSizes } from './database-limits.ts';
import { migrate, type Migrations } from './migrate.ts';
import { remainingMs } from '../request/request-context.ts';
import { within } from '../work/within.ts';

// int8 as bigint: money is counted in minor units, and no count may lose digits.
pg.types.setTypeParser(pg.types.builtins.INT8, BigInt);

export interface DatabaseOptions extends Migrations {
  url: string;
  /** Maximum connections by kind of work. Default 9 for critical requests, 2 for optional ones, 3 for the background. */
  pools?: Partial<PoolSizes>;
  /** How long to wait for a free connection, in ms. Default 1000. */
  acquireMs?: number;
  /** The longest a statement may take, in ms, here and on the server. Default 5000. */
  statementMs?: number;
}

/** Runs statements; a pool or one transaction. */
export interface Queries {
  query<Row extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
}

const open = new Set<Database>();

/** Returns the databases of this process: a start waits for them and a stop closes them. */
export function openDatabases(): readonly Database[] {
  return [...open];
}

/**
 * The service's own Postgres database, with a pool for each kind of work. Every wait has a limit on this side too: a frozen
 * backend obeys no statement_timeout.
 *
 * @throws DatabaseUnavailableError (503) from every method when the server cannot be reached, is full or read-only, or does not answer in time
 */
export class Database implements Queries {
  private readonly pools: ConnectionPools;
  private readonly statementMs: number;
  private lastError: string | undefined;

  constructor(private readonly options: DatabaseOptions) {
    const { url, pools, acquireMs, statementMs } = { ...databaseLimits, ...options };
    this.statementMs = statementMs;
    open.add(this);
    const limits = {
      connectionString: url,
      connectionTimeoutMillis: acquireMs,
      statement_timeout: statementMs,
      lock_timeout: statementMs,
      idle_in_transaction_session_timeout: databaseLimits.idleInTransactionMs,
      keepAlive: true,
    };
    const onIdleError = (error: Error) => void (this.lastError = error.message);
    this.pools = new ConnectionPools({ ...databaseLimits.pools, ...pools }, limits, onIdleError);
  }

  /**
   * Runs one statement, which is one transaction.
   *
   * @param preparedAs parsed and planned once per connection, under this name: for long statements that run often
   * @throws DatabaseUnavailableError with `mayHaveCommitted` when the answer to the statement was lost
   */
  async query<Row extends object>(sql: string, values: readonly unknown[] = [], preparedAs?: string): Promise<Row[]> {
    return this.withClient(client => this.limited(client, { sql, values, preparedAs, commits: true }));
  }

  /**
   * Runs one transaction; rolled back when `work` rejects. Make `work` repeatable: an answer lost at COMMIT leaves the outcome unknown.
   *
   * @param statementMs instead of the database's own, for work that people plan
   * @throws DatabaseUnavailableError with `mayHaveCommitted` only when COMMIT had left: without it nothing is committed
   */
  async transaction<T>(work: (tx: Queries) => Promise<T>, statementMs = this.statementMs): Promise<T> {
    return this.withClient(async client => {
      await this.limited(client, { sql: 'BEGIN' });
      try {
        // Not lock_timeout: every other session queues behind one that waits for a lock on a table.
        if (statementMs !== this.statementMs)
          await this.limited(client, { sql: `SET LOCAL statement_timeout = ${statementMs}` });
        const result = await work({ query: (sql, values) => this.limited(client, { sql, values, statementMs }) });
        await this.limited(client, { sql: 'COMMIT', statementMs, commits: true });
        return result;
      } catch (error) {
        if (!isUnavailable(error)) await this.limited(client, { sql: 'ROLLBACK' });
        throw error;
      }
    });
  }

  /** Waits for the server, brings the tables up to date and seeds them. @throws StartError when waiting would not help */
  async prepare(onWaiting: (reason: string) => void): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await migrate(this, this.options);
      } catch (error) {
        if (error instanceof StartError || !isUnavailable(error)) throw error;
        const refusal = stopsTheStart(error, this.options.url);
        if (refusal !== undefined) throw refusal;
        onWaiting((error as Error).message);
        await new Promise(resolve => setTimeout(resolve, Math.min(2 * SECOND, 100 * 2 ** attempt)));
      }
    }
  }

  /** For `/health/details`. */
  async state(): Promise<{ reachable: boolean; connections: number; waiting: number; lastError?: string }> {
    const reachable = await this.query('SELECT 1').then(
      () => true,
      () => false,
    );
    return {
      reachable,
      connections: this.pools.connections,
      waiting: this.pools.waiting,
      ...(this.lastError !== undefined && { lastError: this.lastError }),
    };
  }

  async close(): Promise<void> {
    open.delete(this);
    await this.pools.end();
  }

  private async withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await this.pools.connect();
    } catch (error) {
      throw this.unavailable(error, false);
    }
    let broken: Error | undefined;
    try {
      return await work(client);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      broken = error as Error;
      if (isReadOnly(error)) this.pools.replaceAsOldAs(client);
      throw error;
    } finally {
      client.release(broken); // one that still runs our statement is destroyed, as the pool does with one that was cut
    }
  }

  private async limited<Row extends object>(client: pg.PoolClient, statement: Statement): Promise<Row[]> {
    const { sql, values = [], preparedAs, statementMs = this.statementMs, commits = false } = statement;
    const leftMs = remainingMs();
    if (leftMs <= 0) throw this.unavailable(new Error('the time of the request is over'), false);
    // Longer than the server's own limit: its "canceled" says that nothing was done, our giving up does not.
    const limitMs = Math.min(statementMs + databaseLimits.answerMs, leftMs);
    const running = client.query<Row>({
      text: sql,
      values: [...values],
      ...(preparedAs !== undefined && { name: preparedAs }),
    });
    try {
      const answer = await within(limitMs, running);
      if (answer === undefined) throw new Error(`timeout: no answer within ${Math.ceil(limitMs)} ms`);
      return answer.rows;
    } catch (error) {
      throw isUnavailable(error) ? this.unavailable(error, commits && !wasRolledBack(error)) : error;
    } finally {
      running.catch(() => undefined); // after our limit its own failure has no listener left
    }
  }

  private unavailable(cause: unknown, mayHaveCommitted: boolean): DatabaseUnavailableError {
    this.lastError = (cause as Error).message;
    return new DatabaseUnavailableError(this.lastError, { cause, mayHaveCommitted });
  }
}

interface Statement {
  sql: string;
  values?: readonly unknown[] | undefined;
  preparedAs?: string | undefined;
  /** Default the database's own. */
  statementMs?: number;
  /** Whether its end is the end of a transaction, so that a lost answer leaves the outcome unknown. Default false. */
  commits?: boolean;
}
