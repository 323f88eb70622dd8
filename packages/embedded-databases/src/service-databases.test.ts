import { once } from 'node:events';
import { Client } from 'pg';
import { createServiceDatabases, roleLimits, startPostgres, type EmbeddedServer } from './index.ts';

describe('the databases of the services', () => {
  let server: EmbeddedServer;
  beforeAll(async () => void (server = await startPostgres()));
  afterAll(() => server.stop());

  const services = [
    { name: 'search', password: 'of search', extensions: ['pg_trgm', 'unaccent'] },
    { name: 'control-room', password: `it's a "quoted" one`, connectionLimit: 1 },
  ];

  async function ask(url: string | undefined, sql: string): Promise<unknown[]> {
    const client = new Client({ connectionString: url });
    await client.connect();
    return client
      .query(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  }

  it('are made twice without harm, each owned by the role of its name', async () => {
    await createServiceDatabases(server, services);
    const urls = await createServiceDatabases(server, services);
    for (const { name } of services) {
      expect(await ask(urls[name], 'SELECT current_user AS role, current_database() AS database')).toEqual([
        { role: name, database: name },
      ]);
    }
    await ask(urls['search'], 'CREATE TABLE products (id int)');
  });

  it('have the extensions that only a superuser may create', async () => {
    const urls = await createServiceDatabases(server, services);
    expect(
      await ask(urls['search'], `SELECT unaccent('Ålesund') AS town, similarity('winch', 'wimch') > 0.3 AS similar`),
    ).toEqual([{ town: 'Alesund', similar: true }]);
  });

  it('are closed to the roles of other services', async () => {
    const urls = await createServiceDatabases(server, services);
    const astray = urls['search']!.replace(/\/search$/, '/control-room');
    await expect(ask(astray, 'SELECT 1')).rejects.toMatchObject({ code: '42501' });
  });

  it('take no more connections of a role than its limit', async () => {
    const urls = await createServiceDatabases(server, services);
    const first = new Client({ connectionString: urls['control-room'] });
    await first.connect();
    await expect(ask(urls['control-room'], 'SELECT 1')).rejects.toMatchObject({ code: '53300' });
    await first.end();
  });

  it('have the limits of role-limits.conf where nothing else is said', async () => {
    const { search } = await createServiceDatabases(server, services);
    const { connections, settings } = roleLimits();
    expect(await ask(search, 'SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user')).toEqual([
      { rolconnlimit: connections },
    ]);
    expect(Object.keys(settings)).toHaveLength(3);
    for (const [setting, value] of Object.entries(settings))
      expect(await ask(search, `SHOW ${setting}`)).toEqual([{ [setting]: value }]);
  });

  it('cut a statement, a wait for a lock and an idle transaction that are over the limit of their role', async () => {
    const settings = {
      statement_timeout: '300ms',
      lock_timeout: '100ms',
      idle_in_transaction_session_timeout: '100ms',
    };
    const { short } = await createServiceDatabases(server, [{ name: 'short', password: 'of short', settings }]);
    await expect(ask(short, 'SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });

    await ask(short, 'CREATE TABLE barrels ()');
    const holder = new Client({ connectionString: short });
    await holder.connect();
    await holder.query('SET idle_in_transaction_session_timeout = 0; BEGIN; LOCK TABLE barrels');
    await expect(ask(short, 'SELECT FROM barrels')).rejects.toMatchObject({ code: '55P03' });
    await holder.end();

    const idle = new Client({ connectionString: short });
    const error = once(idle, 'error');
    idle.on('error', () => undefined); // the second is that the connection has ended
    await idle.connect();
    await idle.query('BEGIN');
    expect(await error).toMatchObject([{ code: '25P03' }]);
  });
});
