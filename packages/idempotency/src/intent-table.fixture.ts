import type pg from 'pg';
import type { Ended, Intent, IntentStore, Opened, Stand, StoredAnswer } from './intent.ts';

interface Row {
  fingerprint: string;
  mine: boolean;
  state: 'running' | 'abandoned' | 'unknown' | 'final';
  left_ms: number;
  body: Buffer;
}

const STAND = `fingerprint, greatest(0, extract(epoch FROM leased_until - clock_timestamp()) * 1000)::int AS left_ms, body,
  CASE WHEN body IS NOT NULL THEN 'final' WHEN is_unknown THEN 'unknown'
    WHEN leased_until > clock_timestamp() THEN 'running' ELSE 'abandoned' END AS state`;

export const answerOf = (said: string): StoredAnswer => ({
  status: 201,
  contentType: 'text/plain',
  body: Buffer.from(said),
});

/** The smallest store of intents there can be: one table, and leases by the database's clock. */
export class IntentTable implements IntentStore<Intent, Intent, string> {
  constructor(
    private readonly pool: pg.Pool,
    private readonly leaseMs: number,
  ) {}

  async create(): Promise<void> {
    await this.pool.query(`CREATE TABLE intents (scope text, key text, fingerprint text NOT NULL, owner text NOT NULL,
      leased_until timestamptz NOT NULL, is_unknown boolean NOT NULL DEFAULT false, body bytea, PRIMARY KEY (scope, key))`);
  }

  async open(intent: Intent): Promise<Opened<Intent, string>> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO intents AS i VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 ms')
       ON CONFLICT (scope, key) DO UPDATE SET owner = excluded.owner, leased_until = excluded.leased_until
       WHERE i.body IS NULL AND NOT i.is_unknown AND i.leased_until <= clock_timestamp() AND i.fingerprint = $3`,
      [intent.scope, intent.key, intent.fingerprint, intent.owner, this.leaseMs],
    );
    if (rowCount === 1) return { is: 'mine', work: intent };
    const row = await this.row(intent);
    if (row?.fingerprint !== intent.fingerprint) return { is: 'other-request' };
    const stand = standOf(row);
    return stand.is === 'abandoned' ? { is: 'running', leaseLeftMs: 0 } : stand;
  }

  async stand(intent: Intent): Promise<Stand | undefined> {
    const row = await this.row(intent);
    return row && standOf(row);
  }

  /** Keeps the answer, unless another was quicker: then that one counts. */
  async settle({ scope, key }: Intent, said: string): Promise<Ended<string>> {
    const { rowCount } = await this.pool.query(
      'UPDATE intents SET body = $3 WHERE scope = $1 AND key = $2 AND body IS NULL',
      [scope, key, Buffer.from(said)],
    );
    if (rowCount === 1) return { is: 'final', answer: answerOf(said), byUs: true };
    const { rows } = await this.pool.query<Row>('SELECT body FROM intents WHERE scope = $1 AND key = $2', [scope, key]);
    return { is: 'final', answer: answerOf(String(rows[0]?.body)), byUs: false };
  }

  async leaveUnknown({ scope, key }: Intent): Promise<Ended<string>> {
    await this.pool.query('UPDATE intents SET is_unknown = true WHERE scope = $1 AND key = $2', [scope, key]);
    return { is: 'unknown' };
  }

  async takeBack({ scope, key }: Intent, because: string): Promise<Ended<string>> {
    await this.pool.query('DELETE FROM intents WHERE scope = $1 AND key = $2', [scope, key]);
    return { is: 'refused', because };
  }

  private async row({ scope, key }: Intent): Promise<Row | undefined> {
    const sql = `SELECT ${STAND} FROM intents WHERE scope = $1 AND key = $2`;
    return (await this.pool.query<Row>(sql, [scope, key])).rows[0];
  }
}

function standOf({ state, left_ms: leaseLeftMs, body }: Row): Stand {
  switch (state) {
    case 'running':
      return { is: 'running', leaseLeftMs };
    case 'final':
      return { is: 'final', answer: answerOf(body.toString()) };
    case 'abandoned':
    case 'unknown':
      return { is: state };
  }
}
