import { readFileSync } from 'node:fs';

export type RoleLimits = {
  /** Connections at most. */
  connections: number;
  /** PostgreSQL's own settings, as it writes them: `{ statement_timeout: '30s' }`. */
  settings: Record<string, string>;
};

/** role-limits.conf, the one table of these numbers. */
export function roleLimits(): RoleLimits {
  const table = readFileSync(new URL('../role-limits.conf', import.meta.url), 'utf8');
  const { connection_limit: connections, ...settings } = Object.fromEntries(
    [...table.matchAll(/^(\w+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  return { connections: Number(connections), settings };
}
