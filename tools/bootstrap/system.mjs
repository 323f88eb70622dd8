import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailedError } from './run.mjs';

/** Of glibc; npm's PostgreSQL names it by this path. */
const loaders = { x64: '/lib64/ld-linux-x86-64.so.2', arm64: '/lib/ld-linux-aarch64.so.1' };
const loader = loaders[process.arch];

/**
 * Refuses a system on which the shop cannot run, before anything is downloaded.
 * @param {{ platform: string, loaderExists?: boolean }} system
 * @param {boolean} needsDatabases
 * @throws StepFailedError
 */
export function requireSystem({ platform, loaderExists = loader === undefined || existsSync(loader) }, needsDatabases) {
  if (platform === 'win32') {
    throw new StepFailedError(
      'The shop does not run on Windows itself: clone it inside WSL (wsl --install) and run npm start there, or use "docker compose up".',
    );
  }
  if (platform === 'linux' && needsDatabases && !loaderExists) {
    throw new StepFailedError(
      'The PostgreSQL of npm needs glibc, which this system (Alpine, or another with musl) does not have at its usual place: use "docker compose up", or a system such as Debian.',
    );
  }
}

/** What the scripts write to, the innermost first: the sentence names the narrowest cure. */
const written = ['.data/logs', '.data/ops-token', '.data', '.tools', '.turbo', 'build', 'node_modules', '.'];

/**
 * Refuses a checkout in which another user has worked: after one `sudo npm start` its files belong to root.
 * @param {string} root
 * @param {number | undefined} uid of this process
 * @throws StepFailedError
 */
export function requireOwnFiles(root, uid = process.getuid?.()) {
  if (uid === undefined || uid === 0) return;
  for (const name of written) {
    const path = join(root, name);
    const found = statOf(path);
    if (found === undefined || found.uid === uid || mayWrite(path, found)) continue;
    throw new StepFailedError(
      `${path} belongs to ${userNamed(found.uid)}, probably since a start with sudo: run  sudo chown -R "$(id -u):$(id -g)" '${root}'  and start again without sudo.`,
    );
  }
}

const statOf = path => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // the folder around it may not be entered, and is in the list itself
  }
};

/** Open to every user, or, by its group or a list of users, to us. */
function mayWrite(path, { mode }) {
  if ((mode & 0o002) !== 0) return true;
  if (process.getuid?.() === 0) return false; // root may always, which says nothing about the user in question
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function userNamed(uid) {
  const accounts = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8').split('\n') : [];
  return accounts.map(line => line.split(':')).find(fields => fields[2] === String(uid))?.[0] ?? `user ${uid}`;
}
