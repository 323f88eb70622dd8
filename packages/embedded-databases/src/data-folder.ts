import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { config } from './config.ts';
import { publicFolder } from './public-folder.ts';
import { canReach, identityFor, type Identity } from './unprivileged.ts';

export type ServerOptions = {
  /** Where the data lies. Default: a new folder, removed when the server stops. */
  dataDir?: string;
  /** Default: a free one. */
  port?: number;
  /** Whether data must survive a power cut, and so whether every commit waits for the disk. Default false. */
  durable?: boolean;
  /** Where the server's own log goes, emptied at start. Default: beside its data. */
  logFile?: string;
};

/** Where one server keeps its files, and as whom it runs (undefined: as we do). */
export type DataFolder = {
  dir: string;
  identity: Identity | undefined;
  throwAwayDir: string | undefined;
  logFile: string;
};

export function dataFolder(server: 'postgres' | 'redis', { dataDir, logFile }: ServerOptions): DataFolder {
  if (dataDir === undefined) {
    const throwAwayDir = temporaryFolder(server);
    const identity = identityFor(throwAwayDir);
    giveTo(identity, throwAwayDir);
    return { dir: join(throwAwayDir, 'data'), identity, throwAwayDir, logFile: logFile ?? join(throwAwayDir, 'log') };
  }
  mkdirSync(dirname(resolve(dataDir)), { recursive: true });
  const wanted = join(realpathSync(dirname(resolve(dataDir))), basename(dataDir));
  let dir = wanted;
  if (!canReach(dir, identityFor(dir))) {
    dir = publicPlaceOf(wanted);
    writeFileSync(`${wanted}-at`, `${dir}\n`);
  }
  return { dir, identity: identityFor(dir), throwAwayDir: undefined, logFile: logFile ?? `${wanted}.log` };
}

/** Removes what a server that is not running has kept in this data folder, wherever it really lies. */
export function forgetDatabase(dataDir: string): void {
  const wanted = resolve(dataDir);
  const places = [wanted, `${wanted}.new`, `${wanted}.log`, `${wanted}-at`];
  if (!canReach(wanted, identityFor(wanted))) places.push(publicPlaceOf(wanted));
  for (const place of places) rmSync(place, { recursive: true, force: true });
}

export function giveTo(identity: Identity | undefined, path: string): void {
  if (identity) chownSync(path, identity.uid, identity.gid);
}

function publicPlaceOf(wanted: string): string {
  return join(publicFolder('data'), createHash('sha256').update(wanted).digest('hex').slice(0, 16));
}

function temporaryFolder(server: string): string {
  const candidates = [config.tmpDir(), '/tmp'];
  const parent = candidates.find(dir => canReach(dir, identityFor(dir))) ?? publicFolder('tmp');
  return mkdtempSync(join(parent, `watertight-${server}-`));
}
