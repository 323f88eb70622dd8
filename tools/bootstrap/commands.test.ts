import { readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { readImports } from '../architecture/read-imports.ts';
import { commandNamed } from './commands.mjs';

const root = join(import.meta.dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const commands = Object.entries(scripts)
  .filter(([, script]) => script.startsWith('node tools/bootstrap.mjs '))
  .map(([name]) => ({ name, entry: commandNamed(name).node[0] ?? '' }))
  .filter(({ entry }) => entry.endsWith('.ts'));

/** Every file of ours that Node loads for `path`; what is loaded later, and in another process, is not among them. */
function loadedWith(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { specifier, isTypeOnly, isDynamic } of readImports(path, readFileSync(path, 'utf8'))) {
    if (isTypeOnly || isDynamic) continue;
    if (specifier.startsWith('.')) loadedWith(resolve(dirname(path), specifier), seen);
    else if (specifier.startsWith('@watertight/')) loadedWith(createRequire(path).resolve(specifier), seen);
  }
  return seen;
}

describe('a command of npm run', () => {
  it.each(commands)('$name is made of files that Node can load without a build: it only removes types', ({ entry }) => {
    const refused = [...loadedWith(join(root, entry))]
      .filter(path => path.endsWith('.ts'))
      .flatMap(path => {
        try {
          stripTypeScriptTypes(readFileSync(path, 'utf8'));
          return [];
        } catch (error) {
          return [`${relative(root, path)}: ${(error as Error).message}`];
        }
      });
    expect(refused).toEqual([]);
  });
});
