import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { readImports } from './read-imports.ts';

/** What an import leads to. */
export type Target =
  | { is: 'file'; path: string; folder: string }
  | { is: 'ours'; name: string; door: string | undefined; place: string }
  | { is: 'npm'; name: string }
  | { is: 'node' };

export interface Import {
  specifier: string;
  target: Target;
  isDynamic: boolean;
  /** Erased before it runs. */
  isTypeOnly: boolean;
}

export interface SourceFile {
  /** From the root of the workspace, with slashes. */
  path: string;
  /** `apps/bank`, `packages/contracts`, `lab`, `tools`. */
  folder: string;
  /** What the import table calls it: `app`, `packages/contracts`, `lab`, `tools`. */
  place: string;
  /** A test, or what several tests share: `*.fixture.ts`. */
  isTest: boolean;
  imports: Import[];
}

const SCOPE = '@watertight/';
const skipped = new Set(['node_modules', 'build', 'assets', '.turbo']);

/** Every source file of the workspace below `root`, with what it imports. */
export function readSources(root: string): SourceFile[] {
  const paths = ['apps', 'packages', 'lab', 'tools'].flatMap(top => walk(root, top));
  const apps = new Set(paths.filter(path => path.startsWith('apps/')).map(path => path.split('/')[1]));
  return paths.map(path => {
    const folder = folderOf(path);
    const imports = readImports(path, readFileSync(join(root, path), 'utf8'));
    return {
      path,
      folder,
      place: placeOf(folder),
      isTest: isTest(path),
      imports: imports.map(found => ({ ...found, target: targetOf(path, found.specifier, apps) })),
    };
  });
}

export const isTest = (path: string): boolean => /\.(test|fixture)\.ts$/.test(path);

function walk(root: string, folder: string): string[] {
  return entries(join(root, folder)).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : walk(root, path);
    return /\.[cm]?[jt]s$/.test(entry.name) ? [path] : [];
  });
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // not every workspace has all four
    throw error;
  }
}

function folderOf(path: string): string {
  const [top = '', name = ''] = path.split('/');
  return top === 'apps' || top === 'packages' ? `${top}/${name}` : top;
}

const placeOf = (folder: string): string => (folder.startsWith('apps/') ? 'app' : folder);

function targetOf(from: string, specifier: string, apps: Set<string | undefined>): Target {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier);
    return { is: 'file', path, folder: folderOf(path) };
  }
  if (isBuiltin(specifier)) return { is: 'node' };
  if (specifier.startsWith(SCOPE)) {
    const [name = '', ...door] = specifier.slice(SCOPE.length).split('/');
    const place = apps.has(name) ? 'app' : name === 'lab' ? 'lab' : `packages/${name}`;
    return { is: 'ours', name, door: door.join('/') || undefined, place };
  }
  const parts = specifier.split('/');
  return { is: 'npm', name: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}
