import { execFile } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import type { DatabaseServer } from './database-server.ts';
import { startEmbedded } from './embedded-server.ts';

const run = promisify(execFile);

/**
 * A PostgreSQL server that can lose its last commits, as a failover to an asynchronous standby does: `stop`, `copyData`,
 * `restart`, and later `kill`, `putBack`, `restart`.
 */
export interface RewindablePostgres extends DatabaseServer {
  /** Ends it in order; connections are refused until `restart`. */
  stop(): Promise<void>;
  /** Copies the data of the stopped server, in place of an earlier copy. */
  copyData(): Promise<void>;
  /** Replaces the data of the killed server by the copy, which is used up. */
  putBack(): Promise<void>;
}

/** Starts a durable embedded server that ends with this process. */
export async function startRewindablePostgres(): Promise<RewindablePostgres> {
  const server = await startEmbedded('postgres', { durable: true });
  const copy = `${server.dataDir}.copy`;
  const lost = `${server.dataDir}.lost`;
  const removeCopy = () => rmSync(copy, { recursive: true, force: true });
  return {
    ...server,
    copyData: async () => {
      removeCopy();
      // Not fs.cp: owner and mode must stay, or the server refuses the folder.
      await run('cp', ['-pR', server.dataDir, copy]);
    },
    putBack: async () => {
      renameSync(server.dataDir, lost);
      renameSync(copy, server.dataDir);
      await run('rm', ['-rf', lost]); // fs.rmSync would stop all else in this process for a second or two
    },
    end: async () => {
      await server.end();
      removeCopy();
    },
  };
}
