import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { realPostgres, tcpProxy, until } from '@watertight/testing';
import { Database } from './database.ts';
import { DatabaseUnavailableError, StartError } from './database-errors.ts';
import { withRequestContext } from '../request/request-context.ts';

const nobodyWaits = () => undefined;

function migrationsOf(files: Record<string, string>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return pathToFileURL(`${folder}/`);
}

const barrels = { '0001-make-barrels.sql': 'CREATE TABLE barrels (id int PRIMARY KEY)' };

describe('the database of a service', () => {
  const postgres = realPostgres({ ownServer: true });
  const open: Database[] = [];
  const database = (options: Partial<ConstructorParameters<typeof Database>[0]> = {}) => {
    const made = new Database({ url: postgres.url, migrations: migrationsOf(barrels), ...options });
    open.push(made);
    return made;
  };
  afterEach(() => Promise.all(open.splice(0).map(each => each.close())));

  it('is migrated and seeded once, by two processes that start together', async () => {
    const seed = {
      table: 'barrels',
      fill: async (tx: { query: Database['query'] }) => void (await tx.query('INSERT INTO barrels VALUES (1)')),
    };
    await Promise.all([database({ seed }).prepare(nobodyWaits), database({ seed }).prepare(nobodyWaits)]);
    expect(await database().query('SELECT id FROM barrels')).toEqual([{ id: 1 }]);
  });

  it('is migrated however long a statement takes over a grown table', async () => {
    const patient = {
      statementMs: 200,
      migrations: migrationsOf({ ...barrels, '0002-grow.sql': 'SELECT pg_sleep(0.6)' }),
    };
    const ours = database(patient);
    await expect(ours.query('SELECT pg_sleep(0.6)')).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await Promise.all([ours.prepare(nobodyWaits), database(patient).prepare(nobodyWaits)]);
    await ours.query("DELETE FROM migrations WHERE name = '0002-grow.sql'");
  });

  it('is migrated without making others wait behind it for a table that somebody holds', async () => {
    const change = { ...barrels, '0002-mark.sql': 'ALTER TABLE barrels ADD COLUMN mark text' };
    const ours = database({ statementMs: 200, migrations: migrationsOf(change) });
    const gaveWay = Promise.withResolvers<string>();
    const locked = Promise.withResolvers<void>();
    const held = database().transaction(async tx => {
      await tx.query('LOCK TABLE barrels IN ACCESS SHARE MODE');
      locked.resolve();
      return gaveWay.promise;
    });
    await locked.promise; // or the migration may be done before
    // On a busy machine a BEGIN may be late as well: that is no answer to the question.
    const migrated = ours.prepare(reason => void (reason.includes('lock timeout') && gaveWay.resolve(reason)));
    expect(await held).toContain('lock timeout');
    await migrated;
    expect(await ours.query('SELECT mark FROM barrels')).toEqual([{ mark: null }]);
    await ours.query("DELETE FROM migrations WHERE name = '0002-mark.sql'");
    await ours.query('ALTER TABLE barrels DROP COLUMN mark');
  });

  it('is refused when a newer version has migrated it', async () => {
    await database({ migrations: migrationsOf({ ...barrels, '0002-newer.sql': 'SELECT 1' }) }).prepare(nobodyWaits);
    await expect(database().prepare(nobodyWaits)).rejects.toThrow(
      new StartError(
        'The database was migrated by a newer version (0002-newer.sql); start that version, or give this one a database of its own.',
      ),
    );
    await database().query("DELETE FROM migrations WHERE name = '0002-newer.sql'");
  });

  it('is refused in one sentence when the database does not exist, without waiting for it', async () => {
    const url = new URL(postgres.url);
    url.pathname = '/nowhere';
    await expect(database({ url: url.href }).prepare(nobodyWaits)).rejects.toThrow(
      /^DATABASE_URL \(.*\/nowhere\): the database does not exist; correct it and start again\.$/,
    );
  });

  it('keeps nothing of a transaction whose work fails, and goes on', async () => {
    const ours = database();
    const failing = ours.transaction(async tx => {
      await tx.query('INSERT INTO barrels VALUES (7)');
      throw new Error('second thoughts');
    });
    await expect(failing).rejects.toThrow('second thoughts');
    expect(await ours.query('SELECT id FROM barrels WHERE id = 7')).toEqual([]);
  });

  it('lets a statement take no longer than the request has left', async () => {
    const ours = database();
    const context = { caller: 'storefront', deadlineAtMs: performance.now() + 200, signal: undefined };
    const startedMs = performance.now();
    await expect(withRequestContext(context, () => ours.query('SELECT pg_sleep(5)'))).rejects.toBeInstanceOf(
      DatabaseUnavailableError,
    );
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect(await ours.query('SELECT 1 AS one')).toEqual([{ one: 1 }]); // not on the connection that still sleeps
  });

  it('makes no caller wait longer than a second for a connection', async () => {
    const ours = database({ pools: { background: 1 } });
    const holder = ours.query('SELECT pg_sleep(2)');
    await expect(ours.query('SELECT 1')).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await holder;
  });

  it('answers "unavailable" within its limit while the server is frozen, though a frozen backend obeys no statement_timeout', async () => {
    const ours = database({ statementMs: 300 });
    await ours.query('SELECT 1');
    await postgres.freeze();
    const startedMs = performance.now();
    await expect(ours.query('SELECT 1')).rejects.toMatchObject({
      status: 503,
      code: 'database-unavailable',
      retryAfterMs: 1000,
    });
    expect(performance.now() - startedMs).toBeLessThan(2000);
    await postgres.thaw();
    await until(() => ours.query('SELECT 1'), { withinMs: 5000 });
  });

  it('survives the end of every session, at whatever moment of a query or between two', async () => {
    const ours = database({ pools: { critical: 10, optional: 5, background: 5 } });
    const ends = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    const over = new AbortController();
    const asking = Array.from({ length: 10 }, async () => {
      while (!over.signal.aborted)
        await ours.query('SELECT 1').catch(error => expect(error).toBeInstanceOf(DatabaseUnavailableError));
    });
    for (let time = 1; time <= 100; time += 1) await postgres.query(ends);
    over.abort();
    await Promise.all(asking);
    await until(() => ours.query('SELECT 1'), { withinMs: 5000 });
  });

  describe('on a server that takes no writes, as a standby', () => {
    const backendOf = (row?: object) => Number(Reflect.get(row ?? {}, 'pid'));
    const writes = {
      'a statement': (ours: Database) =>
        ours.query('INSERT INTO barrels VALUES (25) RETURNING pg_backend_pid() AS pid'),
      'a transaction': (ours: Database) =>
        ours.transaction(tx => tx.query('INSERT INTO barrels VALUES (25) RETURNING pg_backend_pid() AS pid')),
    };
    afterEach(() => database().query('DELETE FROM barrels WHERE id = 25'));

    it.each(Object.entries(writes))('%s is refused as 503, and written when it is promoted', async (_, write) => {
      const ours = database();
      await postgres.refuseWrites();
      await expect(write(ours)).rejects.toMatchObject({
        name: 'DatabaseUnavailableError',
        code: 'database-unavailable',
        retryAfterMs: 1000,
      });
      await postgres.takeWrites();
      expect(await write(ours)).toHaveLength(1);
    });

    it('no connection to it is used again, also of those that were idle when it refused', async () => {
      const ours = database({ pools: { background: 5 } });
      const asked = await Promise.all(
        Array.from({ length: 5 }, () => ours.query('SELECT pg_backend_pid() AS pid FROM pg_sleep(0.1)')),
      );
      const before = asked.map(([row]) => backendOf(row));
      expect(new Set(before).size).toBe(5);
      await postgres.refuseWrites();
      await expect(ours.query('INSERT INTO barrels VALUES (25)')).rejects.toBeInstanceOf(DatabaseUnavailableError);
      await postgres.takeWrites();
      const after = await Promise.all(
        Array.from({ length: 5 }, () => ours.query('SELECT pg_backend_pid() AS pid FROM pg_sleep(0.1)')),
      );
      expect(after.map(([row]) => backendOf(row)).filter(pid => before.includes(pid))).toEqual([]);
      await until(async () => (await ours.state()).connections === 5, { withinMs: 2000 });
    });

    it('a start waits until it is promoted', async () => {
      const waits = Promise.withResolvers<string>();
      await postgres.refuseWrites();
      const started = database({ migrations: migrationsOf({ ...barrels, '0002-promoted.sql': 'SELECT 1' }) }).prepare(
        waits.resolve,
      );
      expect(await waits.promise).toContain('read-only transaction');
      await postgres.takeWrites();
      await started;
      await database().query("DELETE FROM migrations WHERE name = '0002-promoted.sql'");
    });
  });

  it('heals by itself when the server was killed and is back', async () => {
    const ours = database();
    await ours.query('SELECT 1');
    await postgres.kill();
    await expect(ours.query('SELECT 1')).rejects.toBeInstanceOf(DatabaseUnavailableError);
    expect(await ours.state()).toMatchObject({ reachable: false });
    await postgres.restart();
    await until(() => ours.query('SELECT 1'), { withinMs: 5000 });
    expect(await ours.state()).toMatchObject({ reachable: true });
  });
});

describe('a database that does not answer reports whether the statement may have committed:', () => {
  const postgres = realPostgres();
  const wire = tcpProxy(() => postgres.url);
  let ours: Database;
  beforeEach(async () => {
    ours = new Database({ url: wire.url, migrations: migrationsOf({}), statementMs: 300, acquireMs: 300 });
    await postgres.query('CREATE TABLE IF NOT EXISTS casks (id serial)');
    await ours.query('SELECT 1');
  });
  afterEach(async () => {
    wire.release();
    await ours.close();
  });
  const add = () => ours.query('INSERT INTO casks DEFAULT VALUES');
  const addInTransaction = () => ours.transaction(tx => tx.query('INSERT INTO casks DEFAULT VALUES'));
  const casks = async () => (await postgres.query('SELECT FROM casks')).length;
  const says = (mayHaveCommitted: boolean) => ({ code: 'database-unavailable', mayHaveCommitted });

  it('yes, when the answer to a statement is lost; and it does commit', async () => {
    const before = await casks();
    wire.holdFrom('INSERT');
    await expect(add()).rejects.toMatchObject(says(true));
    wire.release();
    await until(async () => (await casks()) === before + 1, { withinMs: 5000 });
  });

  it('yes, when the answer to COMMIT is lost; and it does commit', async () => {
    const before = await casks();
    wire.holdFrom('COMMIT');
    await expect(addInTransaction()).rejects.toMatchObject(says(true));
    wire.release();
    await until(async () => (await casks()) === before + 1, { withinMs: 5000 });
  });

  it('no, when the answer to a statement before COMMIT is lost', async () => {
    wire.holdFrom('INSERT');
    await expect(addInTransaction()).rejects.toMatchObject(says(false));
  });

  it('no, when there is no connection', async () => {
    await ours.close();
    ours = new Database({ url: wire.url, migrations: migrationsOf({}), acquireMs: 300 });
    wire.hold();
    await expect(add()).rejects.toMatchObject(says(false));
  });

  it('no, when the server gives a statement up that waits for a lock', async () => {
    const free = Promise.withResolvers<void>();
    const other = new Database({ url: postgres.url, migrations: migrationsOf({}) });
    const locked = Promise.withResolvers<void>();
    const held = other.transaction(async tx => {
      await tx.query('LOCK TABLE casks IN ACCESS EXCLUSIVE MODE');
      locked.resolve();
      await free.promise;
    });
    await locked.promise;
    await expect(add()).rejects.toMatchObject(says(false));
    free.resolve();
    await held;
    await other.close();
  });

  it('no, when the time of its request is over before it is sent', async () => {
    const late = { caller: 'test', deadlineAtMs: performance.now() - 1, signal: undefined };
    await expect(withRequestContext(late, add)).rejects.toMatchObject(says(false));
  });
});
