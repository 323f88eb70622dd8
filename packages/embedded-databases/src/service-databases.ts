import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { EmbeddedServer } from './embedded-server.ts';
import { roleLimits } from './role-limits.ts';

export type ServiceDatabase = {
  /** Of the database and of the role that owns it. */
  name: string;
  password: string;
  /** Those only a superuser may create, for example `pg_trgm`. Default none. */
  extensions?: string[];
  /** How many connections the role may hold: a service that leaks them harms only itself. Default: see role-limits.conf. */
  connectionLimit?: number;
  /** In place of those of role-limits.conf, as PostgreSQL writes them: `{ statement_timeout: '30s' }`. */
  settings?: Record<string, string>;
};

/**
 * Gives each service a database of its own that no other service's role can connect to. Safe to repeat: passwords are set anew.
 *
 * @returns the URL of each service's database, by name
 */
export async function createServiceDatabases(
  server: Pick<EmbeddedServer, 'url' | 'port'>,
  services: ServiceDatabase[],
): Promise<Record<string, string>> {
  await asSuperuser(server.url, async admin => {
    for (const service of services) await createRoleAndDatabase(admin, service);
  });
  for (const { name, extensions = [] } of services.filter(service => service.extensions?.length)) {
    await asSuperuser(withDatabase(server.url, name), async admin => {
      for (const extension of extensions)
        await admin.query(`CREATE EXTENSION IF NOT EXISTS ${escapeIdentifier(extension)}`);
    });
  }
  return Object.fromEntries(
    services.map(({ name, password }) => {
      const credentials = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`;
      return [name, `postgres://${credentials}@127.0.0.1:${server.port}/${encodeURIComponent(name)}`];
    }),
  );
}

async function createRoleAndDatabase(
  admin: Client,
  { name, password, connectionLimit, settings }: ServiceDatabase,
): Promise<void> {
  const limits = roleLimits();
  const role = escapeIdentifier(name);
  const { rowCount: hasRole } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  if (!hasRole) await admin.query(`CREATE ROLE ${role}`);
  await admin.query(
    `ALTER ROLE ${role} LOGIN PASSWORD ${escapeLiteral(password)} CONNECTION LIMIT ${connectionLimit ?? limits.connections}`,
  );
  for (const [setting, value] of Object.entries({ ...limits.settings, ...settings }))
    await admin.query(`ALTER ROLE ${role} SET ${escapeIdentifier(setting)} = ${escapeLiteral(value)}`);
  const { rowCount: hasDatabase } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (!hasDatabase) await admin.query(`CREATE DATABASE ${role} OWNER ${role}`);
  await admin.query(`REVOKE CONNECT ON DATABASE ${role} FROM PUBLIC`);
}

async function asSuperuser<T>(url: string, work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.href;
}
