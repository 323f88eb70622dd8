import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundle } from './bundle.ts';
import { root } from './config.ts';

/** Two apps that share a package, as those of the shop do. */
const sources = {
  'apps/search/src/main.ts': `
    import 'reflect-metadata';
    import { Injectable } from '@nestjs/common';
    import { Catalogue } from './catalogue.ts';
    import { shared } from '../../../packages/shared.ts';
    @Injectable()
    class FindProducts {
      constructor(private readonly catalogue: Catalogue) {}
    }
    class NotFoundError extends Error {}
    console.log(JSON.stringify({
      wants: Reflect.getMetadata('design:paramtypes', FindProducts).map((each: Function) => each.name),
      error: NotFoundError.name,
      migrations: new URL('../migrations/', import.meta.url).pathname,
      shared,
    }));`,
  'apps/search/src/catalogue.ts': `export class Catalogue {}`,
  'apps/comments/src/main.ts': `import { shared } from '../../../packages/shared.ts'; console.log(shared);`,
  'packages/shared.ts': `export const shared = 'kept once';`,
};

describe('the bundle of the apps', () => {
  const dir = mkdtempSync(join(tmpdir(), 'watertight-bundle-'));
  const build = join(dir, 'build');
  let outputs: Awaited<ReturnType<typeof bundle>>;

  beforeAll(async () => {
    for (const [path, source] of Object.entries(sources)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), source);
    }
    symlinkSync(join(root, 'packages/service-kit/node_modules'), join(dir, 'node_modules'));
    const apps = ['search', 'comments'].map(app => ({ in: `apps/${app}/src/main.ts`, out: `${app}/src/main` }));
    outputs = await bundle(dir, apps);
    for (const { path, contents } of outputs) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents);
    }
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it('runs, with what Nest injects by, the names of classes, and migrations where they are copied to', () => {
    const said = execFileSync(process.execPath, [join(build, 'search/src/main.js')], { encoding: 'utf8' });
    expect(JSON.parse(said)).toEqual({
      wants: ['Catalogue'],
      error: 'NotFoundError',
      migrations: `${build}/search/migrations/`,
      shared: 'kept once',
    });
  });

  it('holds one file per app with its map, and what they share once', () => {
    const files = outputs.map(({ path }) => path.slice(build.length + 1));
    const perApp = ['search/src/main.js', 'search/src/main.js.map', 'comments/src/main.js'];
    expect(files).toEqual(expect.arrayContaining(perApp));
    expect(outputs.filter(({ path, text }) => path.endsWith('.js') && text.includes('kept once'))).toHaveLength(1);
  });
});
