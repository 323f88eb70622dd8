import { Client } from 'pg';
import { createServiceDatabases, startPostgres, type EmbeddedServer } from './index.ts';

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
});
