import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const folder = import.meta.dirname;
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

/** Declares what is used of opossum; copied into the build, because the compiler writes no declaration of a declaration. */
const LIBRARY = 'breaker/opossum-library.d.ts';

/** `pnpm pack` runs this first: build/ is what is published, ES modules for Node 20 and newer with their types. */
function build(): void {
  rmSync(join(folder, 'build'), { recursive: true, force: true });
  execFileSync(join(folder, 'node_modules/.bin/tsc'), ['--project', 'tsconfig.build.json'], {
    cwd: folder,
    stdio: 'inherit',
  });
  // As a module of ours: `declare module` would reach into the user's program and hide the types it has of opossum.
  const [, declared = ''] = /^declare module 'opossum' \{\n(.*)^\}/ms.exec(read(`src/${LIBRARY}`)) ?? [];
  writeFileSync(join(folder, 'build', LIBRARY), declared);
  for (const path of globSync('build/**/*.d.ts', { cwd: folder })) {
    const library = relative(dirname(path), join('build', LIBRARY.replace('.d.ts', '.js')));
    // The compiler leaves the names in declarations as they were.
    const text = read(path).replaceAll(`from 'opossum'`, `from './${library}'`);
    writeFileSync(join(folder, path), text.replaceAll(/'(\.{1,2}\/[\w/.-]+)\.ts'/g, `'$1.js'`));
  }
}

build();
