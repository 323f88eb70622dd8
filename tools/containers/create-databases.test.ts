import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

describe('the databases of the containers', () => {
  const bin = mkdtempSync(join(tmpdir(), 'watertight-psql-'));
  let server: EmbeddedServer;
  beforeAll(async () => {
    server = await startPostgres();
    writeFileSync(join(bin, 'psql'), psql);
    writeFileSync(join(bin, 'package.json'), '{"type":"module"}');
    chmodSync(join(bin, 'psql'), 0o755);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(bin, { recursive: true });
  });

  it('have the same limits per role as those of npm start', async () => {
    execFileSync('bash', [join(root, 'tools/containers/create-databases.sh')], {
      env: {
        PATH: [bin, config.env()['PATH']].join(delimiter),
        SERVER_URL: server.url,
        POSTGRES_USER: 'postgres',
        SERVICE_PASSWORD: `it's a "quoted" one`,
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
    const owners = ['bank', 'checkout', 'comments', 'payment', 'profile', 'recommendations', 'search'];
    expect(rows).toEqual(owners.map(role => ({ role, ...same })));
  }, 60_000); // 28 times psql, each a process
});
