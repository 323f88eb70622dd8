import { spawnSync } from 'node:child_process';
import { lstatSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** Whom a database runs as. PostgreSQL refuses to run as root. */
export type Identity = { uid: number; gid: number };

/** 65534 is `nobody` on every Linux, whatever /etc/passwd holds. */
const NOBODY: Identity = { uid: 65534, gid: 65534 };
const READ = 4;
const ENTER = 1;

/**
 * Whom to become for this data folder; undefined unless we are root. The owner of the folder, or of the nearest one above
 * that is not root's, so that one start with sudo in a user's checkout leaves data that the user can go on with.
 */
export function identityFor(dataDir: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const found = statSync(dataDir, { throwIfNoEntry: false });
  if (found && found.uid !== 0) return { uid: found.uid, gid: found.gid };
  for (let dir = dirname(dataDir); dir !== dirname(dir); dir = dirname(dir)) {
    const above = statSync(dir, { throwIfNoEntry: false });
    if (above && above.uid !== 0) return hasName(above.uid) ? { uid: above.uid, gid: above.gid } : NOBODY;
  }
  return NOBODY;
}

/** PostgreSQL runs as no user without a name: in a container the owner of a mounted checkout may be one. */
function hasName(uid: number): boolean {
  return spawnSync('id', ['-un', String(uid)], { stdio: 'ignore' }).status === 0;
}

/** Whether this identity can get at the path, as far as it exists: enter every folder above it, and read it. */
export function canReach(path: string, identity: Identity | undefined): boolean {
  if (!identity) return true;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !allows(found, identity, found.isDirectory() ? ENTER : READ)) return false;
  return dirname(path) === path || canReach(dirname(path), identity);
}

/** Returns whether only root can have put something into this folder. */
export function isOwnedByRootAlone(dir: string): boolean {
  const found = lstatSync(dir, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}

function allows(found: Stats, { uid, gid }: Identity, needed: number): boolean {
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0;
  return ((found.mode >> shift) & needed) === needed;
}
