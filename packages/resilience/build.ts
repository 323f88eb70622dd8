import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

/** `pnpm pack` runs this first: build/ is what is published, ES modules for Node 20 and newer with their types. */
function build(): void {
  rmSync(join(folder, 'build'), { recursive: true, force: true });
  execFileSync(join(folder, 'node_modules/.bin/tsc'), ['--project', 'tsconfig.build.json'], {
    cwd: folder,
    stdio: 'inherit',
  });
  // As a module of ours: `declare module` would reach into the user's program and hide the types it has of opossum.
  const [, declared = ''] = /^declare module 'opossum' \{\n(.*)^\}/ms.exec(read('src/opossum.d.ts')) ?? [];
  writeFileSync(join(folder, 'build/opossum.d.ts'), declared);
  for (const path of globSync('build/*.d.ts', { cwd: folder })) {
    // The compiler leaves the names in declarations as they were.
    const text = read(path).replaceAll(`from 'opossum'`, `from './opossum.js'`);
    writeFileSync(join(folder, path), text.replaceAll(/'(\.\/[\w-]+)\.ts'/g, `'$1.js'`));
  }
}

build();
