import { leakCheck, realPostgres, until } from '@watertight/testing';
import { createLogger } from '@watertight/telemetry';
import { Database } from './database.ts';
import { forgetOldRows, type Retention } from './forget-old-rows.ts';

const DAY_MS = 24 * 3_600_000;

describe('rows that are older than they are kept', () => {
  const postgres = realPostgres();
  let database: Database;
  const logger = createLogger('test', 'silent');
  const retention: Retention = { table: 'letters', since: 'sent_at', keptMs: 30 * DAY_MS, where: 'answered' };

  beforeAll(async () => {
    database = new Database({ url: postgres.url, migrations: new URL('.', import.meta.url) });
    await postgres.query('CREATE TABLE letters (id int PRIMARY KEY, sent_at timestamptz NOT NULL, answered boolean)');
  });
  beforeEach(() => postgres.query('TRUNCATE letters'));
  afterAll(() => database.close());

  const add = (from: number, to: number, daysAgo: number, answered: boolean) =>
    postgres.query(
      `INSERT INTO letters SELECT n, now() - $3 * interval '1 day', $4 FROM generate_series($1::int, $2) n`,
      [from, to, daysAgo, answered],
    );
  const left = async () =>
    (await postgres.query<{ id: number }>('SELECT id FROM letters ORDER BY id')).map(({ id }) => id);

  it('go, 2,500 of them at the start, and younger or unanswered ones stay', async () => {
    await add(1, 2500, 31, true);
    await add(3001, 3001, 31, false);
    await add(3002, 3002, 29, true);
    const end = forgetOldRows(database, [retention], 3_600_000, logger);
    await until(async () => (await left()).length === 2, { withinMs: 5000 });
    expect(await left()).toEqual([3001, 3002]);
    await end();
  });

  it('go in a later round, when a table before theirs cannot be read', async () => {
    const missing = { ...retention, table: 'parcels' };
    const end = forgetOldRows(database, [missing, retention], 20, logger);
    await add(1, 1, 31, true);
    await until(async () => (await left()).length === 0, { withinMs: 5000 });
    await end();
  });

  it('are left to the transaction that holds them, and are not waited for', async () => {
    await add(1, 2, 31, true);
    await database.transaction(async tx => {
      await tx.query('SELECT FROM letters WHERE id = 1 FOR UPDATE');
      const end = forgetOldRows(database, [retention], 3_600_000, logger);
      await until(async () => (await left()).length === 1, { withinMs: 5000 });
      await end();
    });
    expect(await left()).toEqual([1]);
  });
});

leakCheck();
