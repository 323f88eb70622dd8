import { readFileSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** Names the owner of a path, or of the nearest folder above it that exists: `root (user 0)`. */
export function ownerOf(path: string): string {
  const found = entryOf(path);
  if (!found) return ownerOf(dirname(path));
  const name = nameOf(found.uid);
  return name ? `${name} (user ${found.uid})` : `user ${found.uid}`;
}

/** The command that gives a path, and all below it, to the user who runs it. */
export function chownCommand(path: string): string {
  return `sudo chown -R "$(id -u):$(id -g)" '${path}'`;
}

function entryOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a folder above it may not be entered: its owner is the one to ask
  }
}

function nameOf(uid: number): string | undefined {
  try {
    const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
    return accounts.map(line => line.split(':')).find(fields => fields[2] === String(uid))?.[0];
  } catch {
    return undefined; // no such file: the number has to do
  }
}
