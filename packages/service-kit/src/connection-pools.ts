import pg from 'pg';
import type { PoolSizes } from './database-limits.ts';
import { kindOfWork, type WorkKind } from './request-context.ts';

const sizeOf: Record<WorkKind, keyof PoolSizes> = {
  'must-have': 'mustHave',
  ornament: 'ornament',
  background: 'background',
};

/** One pool per kind of work, all to one database: bulkheads, with connections for seats. */
export class ConnectionPools {
  private readonly pools: Record<WorkKind, pg.Pool>;

  /** An idle connection that the server closed is replaced at the next query; without a listener it would end the process. */
  constructor(sizes: PoolSizes, config: pg.PoolConfig, onIdleError: (error: Error) => void) {
    const pool = (kind: WorkKind) =>
      new pg.Pool({ ...config, max: sizes[sizeOf[kind]] })
        .on('error', onIdleError)
        // Between the pool's own listener and the borrower's there is none for a tick, and that is when it may be cut.
        .on('connect', client => client.on('error', () => undefined));
    this.pools = { 'must-have': pool('must-have'), ornament: pool('ornament'), background: pool('background') };
  }

  /** A connection from the pool of the work that is under way. */
  connect(): Promise<pg.PoolClient> {
    return this.pools[kindOfWork()].connect();
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

  private get all(): pg.Pool[] {
    return Object.values(this.pools);
  }
}
