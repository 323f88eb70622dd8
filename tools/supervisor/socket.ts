import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataHome } from '../config.ts';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the end mark included. */
const MAX_PATH_BYTES = 103;

/** The folder of the socket can be written by other users. The message names it. */
export class SocketFolderError extends Error {}

/**
 * Where the supervisor of this checkout listens: a socket that only its owner can open.
 *
 * In a checkout with a long path it is in a folder of /tmp, named after the checkout and the user.
 *
 * @throws SocketFolderError another user has made that folder
 */
export function supervisorSocket(data = dataHome): string {
  const usual = join(data, 'supervisor.sock');
  if (Buffer.byteLength(usual) <= MAX_PATH_BYTES) return usual;
  const checkout = createHash('sha256').update(data).digest('hex').slice(0, 16);
  const folder = `/tmp/watertight-${process.getuid?.() ?? 0}-${checkout}`;
  requireOwnFolder(folder);
  return join(folder, 'supervisor.sock');
}

/** In /tmp every user may make the folder first, and would then own what is in it. */
function requireOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder); // not stat: a link leads to a folder that its owner chooses
  if (uid === (process.getuid?.() ?? uid) && (mode & 0o170777) === 0o040700) return;
  throw new SocketFolderError(`${folder} is not a folder of yours alone (mode 700): remove it, or move this checkout.`);
}
