import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type EmbeddedServer, roleLimits, startPostgres } from '@watertight/embedded-databases';
import { Client } from 'pg';
import { config, root } from '../config.ts';

/** As much of psql as the script uses, where no psql is installed: variables, and one statement after the other. */
const psql = `#!${process.execPath}
import { readFileSync } from 'node:fs';
import pg from '${createRequire(import.meta.url).resolve('pg')}';
const variables = Object.fromEntries(process.argv.flatMap((word, i, all) => (all[i - 1] === '-v' ? [word.split('=')] : [])));
const client = new pg.Client({ connectionString: process.env.SERVER_URL });
await client.connect();
for (const statement of readFileSync(0, 'utf8').split(';\\n').filter(each => each.trim()))
  await client.query(
    statement
      .replace(/:"(\\w+)"/g, (_, name) => client.escapeIdentifier(variables[name]))
      .replace(/:'(\\w+)'/g, (_, name) => client.escapeLiteral(variables[name]))
      .replace(/:(\\w+)/g, (_, name) => variables[name]),
  );
await client.end();
`;

const owners = ['bank', 'checkout', 'comments', 'payment', 'profile', 'recommendations', 'search'];

describe('the databases of the containers', () => {
  const bin = mkdtempSync(join(tmpdir(), 'watertight-psql-'));
  const home = mkdtempSync(join(tmpdir(), 'watertight-containers-'));
  chmodSync(home, 0o755); // PostgreSQL of root runs as another user
  const password = `it's a "quoted" p@ss/w0rd#1`;
  let server: EmbeddedServer;
  beforeAll(async () => {
    server = await startPostgres({ dataDir: join(home, 'postgres'), durable: true }); // which asks for passwords
    writeFileSync(join(bin, 'psql'), psql);
    writeFileSync(join(bin, 'package.json'), '{"type":"module"}');
    chmodSync(join(bin, 'psql'), 0o755);
  });
  afterAll(async () => {
    await server.stop();
    for (const folder of [bin, home]) rmSync(folder, { recursive: true });
  });

  it('have the limits of npm start per role, and let each service in by its password', async () => {
    execFileSync('bash', [join(root, 'tools/containers/create-databases.sh')], {
      env: {
        PATH: [bin, config.env()['PATH']].join(delimiter),
        SERVER_URL: server.url,
        POSTGRES_USER: 'postgres',
        ...Object.fromEntries(owners.map(name => [`${name.toUpperCase()}_PASSWORD`, `${password}-${name}`])),
        ROLE_LIMITS: join(root, 'packages/embedded-databases/role-limits.conf'),
      },
    });
    const client = new Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<{ role: string; connections: number; settings: string[] }>(
      `SELECT rolname AS role, rolconnlimit AS connections, rolconfig AS settings FROM pg_roles
       WHERE rolcanlogin AND NOT rolsuper ORDER BY rolname`,
    );
    await client.end();
    const { connections, settings } = roleLimits();
    const same = { connections, settings: Object.entries(settings).map(([name, value]) => `${name}=${value}`) };
    expect(rows).toEqual(owners.map(role => ({ role, ...same })));

    // As Compose writes them into the environment of each service.
    const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const written = [...compose.matchAll(/^ +DATABASE_URL: (.+)\n +PGPASSWORD: \$\{(\w+)_PASSWORD:-\S+\}$/gm)];
    expect(written.map(([, , name = '']) => name.toLowerCase()).toSorted()).toEqual(owners);
    for (const [, address = '', name = ''] of written) {
      const withPassword = (owner: string) => `${name.toLowerCase()}:${encodeURIComponent(`${password}-${owner}`)}@`;
      const as = (owner: string) =>
        new Client({
          connectionString: address
            .replace(`${name.toLowerCase()}@`, withPassword(owner))
            .replace('postgres:5432', `127.0.0.1:${server.port}`),
        });
      const service = as(name.toLowerCase());
      await service.connect();
      expect((await service.query('SELECT current_user')).rows).toEqual([{ current_user: name.toLowerCase() }]);
      await service.end();
      await expect(as(name === 'BANK' ? 'search' : 'bank').connect()).rejects.toThrow('password authentication failed');
    }
  }, 60_000); // 28 times psql, each a process
});
