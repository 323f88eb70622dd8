import { join, resolve } from 'node:path';

export const SECOND = 1000;
export const DAY = 24 * 60 * 60 * SECOND;

/** The checkout. */
export const root = resolve(import.meta.dirname, '..');

/** Everything `npm start` keeps; `npm run reset` deletes it. `DATA_DIR` names another folder: a shop beside the user's own. */
export const dataHome = resolve(root, process.env['DATA_DIR'] || '.data');

/** Where Node keeps what it has compiled of the bundles; worthless once they are built anew. */
export const compileCache = join(root, '.tools', 'compile-cache');

/** What the tools take from the environment. */
export const config = {
  env: (): Record<string, string | undefined> => process.env,
  /** A Redis that the user runs; absent: the supervisor starts one. */
  redisUrl: () => process.env['REDIS_URL'] || undefined,
  /** Where the control room is; absent: where npm start or Compose has put it. */
  roomUrl: () => process.env['ROOM_URL'] || undefined,
  /** What it was given as ROOM_KEY; absent: what npm start has given it. */
  roomKey: () => process.env['ROOM_KEY'] || undefined,
  /** Set by the bootstrap: the process whose end ends us. */
  bootstrapPid: () => Number(process.env['WATERTIGHT_BOOTSTRAP_PID'] ?? 0),
};
