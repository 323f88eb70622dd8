import pg from 'pg';
import type { PoolSizes } from './database-limits.ts';
import { kindOfWork, type WorkKind } from '../request/request-context.ts';

/** One pool per kind of work, all to one database. Each is a bulkhead whose permits are connections. */
export class ConnectionPools {
  private readonly pools: Record<WorkKind, pg.Pool>;
  /** How often all connections were replaced before this one was opened. */
  private readonly openedAfter = new WeakMap<pg.ClientBase, number>();
  private replacements = 0;

  /** An idle connection that the server closed is replaced at the next query; without a listener it would end the process. */
  constructor(sizes: PoolSizes, config: pg.PoolConfig, onIdleError: (error: Error) => void) {
    const pool = (kind: WorkKind) =>
      new pg.Pool({ ...config, max: sizes[kind] })
        .on('error', onIdleError)
        // Between the pool's own listener and the borrower's there is none for a tick, and that is when it may be cut.
        .on('connect', client => {
          client.on('error', () => undefined);
          this.openedAfter.set(client, this.replacements);
        });
    this.pools = { critical: pool('critical'), optional: pool('optional'), background: pool('background') };
  }

  /** A connection from the pool of the work that is under way. */
  async connect(): Promise<pg.PoolClient> {
    const pool = this.pools[kindOfWork()];
    for (;;) {
      const client = await pool.connect();
      if (this.isCurrent(client)) return client;
      client.release(true); // closes it, so that each turn has one fewer to look at
    }
  }

  /**
   * Gives no connection out again that is as old as this one: behind one address they lead to the same server. Connections
   * that fail together cause one replacement.
   */
  replaceAsOldAs(client: pg.PoolClient): void {
    if (this.isCurrent(client)) this.replacements += 1;
  }

  get connections(): number {
    return this.all.reduce((sum, { totalCount }) => sum + totalCount, 0);
  }

  get waiting(): number {
    return this.all.reduce((sum, { waitingCount }) => sum + waitingCount, 0);
  }

  async end(): Promise<void> {
    await Promise.all(this.all.map(pool => pool.end()));
  }

  private isCurrent(client: pg.PoolClient): boolean {
    return this.openedAfter.get(client) === this.replacements;
  }

  private get all(): pg.Pool[] {
    return Object.values(this.pools);
  }
}
