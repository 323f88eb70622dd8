import pg from 'pg';
import { fate } from './fate.ts';
import { realPostgres } from './real-postgres.ts';
import { leakCheck } from './leak-check.ts';
import { until } from './until.ts';

describe('a shared real Postgres', () => {
  const postgres = realPostgres({ extensions: ['pg_trgm'] });
  const other = realPostgres();

  it('is version 18', async () => {
    const [row] = await postgres.query<{ server_version: string }>('SHOW server_version');
    expect(row?.server_version).toMatch(/^18\./);
  });

  it('gives an empty database to a role that owns it and is no superuser', async () => {
    await postgres.query('CREATE TABLE boats (name text)');
    await postgres.query('INSERT INTO boats VALUES ($1)', ['Vega']);
    expect(await postgres.query('SELECT name FROM boats')).toEqual([{ name: 'Vega' }]);
    expect(await postgres.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([
      { rolsuper: false },
    ]);
  });

  it('keeps two databases apart', async () => {
    expect(new URL(other.url).port).toBe(new URL(postgres.url).port);
    expect(await other.query(`SELECT to_regclass('boats') AS boats`)).toEqual([{ boats: null }]);
  });

  it('has the extensions it was asked for', async () => {
    expect(await postgres.query(`SELECT similarity('winch', 'wench') > 0.2 AS similar`)).toEqual([{ similar: true }]);
  });
});

describe('a real Postgres of its own', () => {
  const postgres = realPostgres({ ownServer: true });

  it('keeps what was committed when it is killed and restarted, on the same url', async () => {
    const { url } = postgres;
    await postgres.query(`CREATE TABLE boats AS SELECT 'Vega' AS name`);
    await postgres.kill();
    await expect(postgres.query('SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await postgres.restart();
    expect(postgres.url).toBe(url);
    expect(await postgres.query('SELECT name FROM boats')).toEqual([{ name: 'Vega' }]);
  });

  it('answers nothing while it is frozen', async () => {
    const client = new pg.Client(postgres.url);
    await client.connect();
    await postgres.freeze();
    const answer = fate(client.query('SELECT 1'));
    await expect(until(() => answer.state !== 'pending', { withinMs: 300 })).rejects.toThrow('not within');
    await postgres.thaw();
    await until(() => answer.state === 'resolved', { withinMs: 5_000 });
    await client.end();
  });

  it('refuses writes as a standby does, also on a connection that was open before, and answers reads', async () => {
    const client = new pg.Client(postgres.url);
    await client.connect();
    await postgres.refuseWrites();
    await expect(client.query('CREATE TABLE winches ()')).rejects.toMatchObject({ code: '25006' });
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it('and takes them again before the next test', async () => {
    await postgres.query('CREATE TABLE winches (name text)');
    expect(await postgres.query('SELECT name FROM winches')).toEqual([]);
  });

  it('is left killed', async () => {
    await postgres.kill();
    await expect(postgres.query('SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('and runs again before the next test', async () => {
    expect(await postgres.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

leakCheck();
