import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const root = join(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path => /(?<!\.d)\.ts$/.test(path));

/** The relative imports of a file, those of types included: a reader follows them too. */
function importsOf(file: string): string[] {
  const source = readFileSync(join(root, file), 'utf8');
  return [...source.matchAll(/ from '(\.[^']+)'/g)].map(([, path]) => posix.join(posix.dirname(file), path!));
}

/** Returns 1 for a file that imports none of the others, else one more than the highest of them. */
function layerOf(file: string, importedBy: readonly string[] = []): number {
  const path = [...importedBy, file];
  if (importedBy.includes(file)) throw new Error(`a ring of imports: ${path.join(' → ')}`);
  return 1 + Math.max(0, ...importsOf(file).map(imported => layerOf(imported, path)));
}

describe('the imports of packages/resilience', () => {
  it('form no ring, and at most 8 layers from index.ts to the vocabulary', () => {
    const layers = new Map(files.map(file => [file, layerOf(file)]));
    expect(layers.get('types.ts')).toBe(1);
    expect(Math.max(...layers.values())).toBeLessThanOrEqual(8);
  });
});
