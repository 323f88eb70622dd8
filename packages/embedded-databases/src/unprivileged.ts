import { lstatSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** Whom a database runs as. PostgreSQL refuses to run as root. */
export type Identity = { uid: number; gid: number };

/** 65534 is `nobody` on every Linux, whatever /etc/passwd holds. */
const NOBODY: Identity = { uid: 65534, gid: 65534 };
const READ = 4;
const ENTER = 1;

/** Whom to become for this data folder; undefined unless we are root. Its owner, or its parent's, so that `sudo` changes nothing. */
export function identityFor(dataDir: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const look = { throwIfNoEntry: false } as const;
  const found = statSync(dataDir, look) ?? statSync(dirname(dataDir), look);
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : NOBODY;
}

/** Whether this identity can get at the path, as far as it exists: enter every folder above it, and read it. */
export function canReach(path: string, identity: Identity | undefined): boolean {
  if (!identity) return true;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !allows(found, identity, found.isDirectory() ? ENTER : READ)) return false;
  return dirname(path) === path || canReach(dirname(path), identity);
}

/** Whether nobody but root can have put something into this folder. */
export function isOwnedByRootAlone(dir: string): boolean {
  const found = lstatSync(dir, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}

function allows(found: Stats, { uid, gid }: Identity, needed: number): boolean {
  const shift = found.uid === uid ? 6 : found.gid === gid ? 3 : 0;
  return ((found.mode >> shift) & needed) === needed;
}
