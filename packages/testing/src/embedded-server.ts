import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetDatabase, startPostgres, startRedis } from '@watertight/embedded-databases';
import type { DatabaseKind, DatabaseServer, DatabaseServerOptions } from './database-server.ts';

const start = { postgres: startPostgres, redis: startRedis };

/** A server that this process runs itself, with its data at hand. */
export interface EmbeddedDatabase extends DatabaseServer {
  readonly dataDir: string;
  /** Ends it in order: nothing that was committed is lost. `restart` starts it again. */
  stop(): Promise<void>;
}

/** Starts an embedded server on a free port, with its data in a folder that goes with it. */
export async function startEmbedded(
  kind: DatabaseKind,
  { durable = false, access }: DatabaseServerOptions = {},
): Promise<EmbeddedDatabase> {
  const data = durable ? dataFolder(kind) : undefined;
  const options = { ...(data && { dataDir: data.dir, durable }), ...(access && { access }) };
  let server = await start[kind](options);
  return {
    url: server.url,
    dataDir: server.dataDir,
    kill: () => server.kill(),
    stop: () => server.stop(),
    freeze: async () => server.freeze(),
    thaw: async () => server.thaw(),
    restart: async () => {
      await server.kill();
      server = await start[kind]({ ...options, port: server.port });
    },
    end: async () => {
      await server.stop();
      data?.remove();
    },
  };
}

/** A folder that outlives the server, as its own throw-away folder would not. */
function dataFolder(kind: DatabaseKind): { dir: string; remove(): void } {
  const parent = mkdtempSync(join(tmpdir(), `watertight-test-${kind}-`));
  chmodSync(parent, 0o755); // root's server runs as an unprivileged user, which must be able to enter
  const dir = join(parent, 'data');
  const remove = () => {
    forgetDatabase(dir);
    rmSync(parent, { recursive: true, force: true });
  };
  return { dir, remove };
}
