import { cpSync, existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bundle, type EntryPoint } from './bundle.ts';
import { compileCache, root } from './config.ts';

/** A process of its own, which the control room starts: nothing that ships imports the lab, or shares a chunk with it. */
const lab: EntryPoint = { in: 'lab/run-in-room.ts', out: 'control-room/src/lab' };

/**
 * Bundles every app into build/<app>/src/main.js, with what they share in build/chunks.
 *
 * The folders keep their distance, so that `new URL('../migrations/', import.meta.url)` means the same before and after.
 */
async function build(): Promise<void> {
  const startedMs = performance.now();
  const apps = globSync('apps/*/src/main.ts', { cwd: root }).map(main => basename(dirname(dirname(main))));
  const entryPoints: EntryPoint[] = [
    ...apps.map(app => ({ in: `apps/${app}/src/main.ts`, out: `${app}/src/main` })),
    { in: 'packages/telemetry/src/start.ts', out: 'telemetry/start' },
    { in: 'packages/identity/src/make-keys.ts', out: 'identity/src/main' },
  ];
  // Everything is compiled before anything is removed: a typing error must not take the last good build away.
  const files = [...(await bundle(root, entryPoints)), ...(await bundle(root, [lab]))];

  const build = join(root, 'build');
  for (const stale of [build, compileCache]) rmSync(stale, { recursive: true, force: true });
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const app of apps) {
    for (const folder of ['migrations', 'assets']) {
      const source = join(root, 'apps', app, folder);
      if (existsSync(source)) cpSync(source, join(build, app, folder), { recursive: true });
    }
  }
  console.log(`built ${apps.length} apps in ${Math.round(performance.now() - startedMs)} ms`);
}

await build();
