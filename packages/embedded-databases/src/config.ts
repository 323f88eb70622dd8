import { tmpdir } from 'node:os';

/** What this package takes from the environment; read at each use, because the bootstrap may have changed it. */
export const config = {
  /** A Redis or Valkey server to use instead of one found on PATH. */
  redisBin: () => process.env['REDIS_BIN'] || undefined,
  path: () => process.env['PATH'] ?? '',
  tmpDir: () => tmpdir(),
  /** The environment of a database: ours, without PG* (they would redirect it), in English and UTC. */
  forDatabases: (): NodeJS.ProcessEnv => {
    const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
    return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
  },
};
