import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources } from '../architecture/read-sources.ts';

/** A source file that ships or serves; tests, fixtures and declarations of types are none. */
export interface Source {
  /** `apps/bank`, `packages/contracts`, `lab`, `tools`. */
  folder: string;
  path: string;
  lines: number;
  /** The sources of its own folder that it imports, those of types included: a reader follows them too. */
  imports: string[];
  /** The sources that import it, without the door of its package. */
  importers: string[];
}

const isNoSource = (path: string): boolean => /\.(test|fixture)\.ts$|\.d\.ts$|^packages\/[^/]+\/test\//.test(path);
/** What a door hands on has its importers elsewhere. */
const isDoor = (path: string): boolean => /^packages\/[^/]+\/src\/index\.ts$/.test(path);

/** Returns every source of the workspace below `root`, by path. */
export function readGraph(root: string): Map<string, Source> {
  const files = readSources(root).filter(({ path }) => !isNoSource(path));
  const graph = new Map<string, Source>(
    files.map(({ path, folder }) => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n').length - 1;
      return [path, { folder, path, lines, imports: [], importers: [] }];
    }),
  );
  for (const { path, imports } of files) {
    for (const { target } of imports) {
      const imported = target.is === 'file' ? graph.get(target.path) : undefined;
      if (imported === undefined) continue;
      graph.get(path)?.imports.push(imported.path);
      if (!isDoor(path) && !imported.importers.includes(path)) imported.importers.push(path);
    }
  }
  return graph;
}

/** Returns the files that a reader of `path` may have to open: the file, what it imports, and what these import. */
export function filesBehind(path: string, graph: Map<string, Source>): Set<string> {
  const seen = new Set<string>();
  const follow = (each: string): void => {
    if (seen.has(each)) return;
    seen.add(each);
    for (const imported of graph.get(each)?.imports ?? []) follow(imported);
  };
  follow(path);
  return seen;
}

/** Returns the most files on a way of imports from a source below `folder` to one that imports nothing; Infinity in a ring. */
export function layersOf(folder: string, graph: Map<string, Source>): number {
  const known = new Map<string, number>();
  const layerOf = (path: string): number => {
    const found = known.get(path);
    if (found !== undefined) return found;
    known.set(path, Infinity); // found again before its own layer is known: a ring
    const layer = 1 + Math.max(0, ...(graph.get(path)?.imports ?? []).map(layerOf));
    known.set(path, layer);
    return layer;
  };
  return Math.max(0, ...[...graph.keys()].filter(path => path.startsWith(`${folder}/`)).map(layerOf));
}

/** Returns the file of the storefront that serves `route`. @throws Error it is not exactly one */
export function fileOfRoute(route: string, root: string, graph: Map<string, Source>): string {
  const declares = new RegExp(String.raw`^[^/*]*['"\x60]/?${route.slice(1)}['"\x60]`, 'm');
  const found = [...graph.keys()].filter(
    path => path.startsWith('apps/storefront/src/') && declares.test(readFileSync(join(root, path), 'utf8')),
  );
  const [file] = found;
  if (file !== undefined && found.length === 1) return file;
  throw new Error(
    `the route ${route} is declared in ${found.length} files of apps/storefront/src, not in one: ${found.join(', ')}`,
  );
}
