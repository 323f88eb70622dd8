import type { SourceFile } from './read-sources.ts';

/** Every ring of files that need each other to load; types are erased, so they close no ring. Each ring once. */
export function findCycles(files: SourceFile[]): string[][] {
  const next = new Map(files.map(file => [file.path, neighbours(file)]));
  const done = new Set<string>();
  const rings: string[][] = [];

  function follow(path: string, trail: string[]): void {
    const start = trail.indexOf(path);
    if (start >= 0) return void rings.push(trail.slice(start));
    if (done.has(path)) return;
    for (const target of next.get(path) ?? []) follow(target, [...trail, path]);
    done.add(path);
  }
  for (const path of next.keys()) follow(path, []);
  return rings;
}

function neighbours({ imports }: SourceFile): string[] {
  return imports.flatMap(({ target, isTypeOnly }) => (target.is === 'file' && !isTypeOnly ? [target.path] : []));
}
