import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isMissed, measureTree, printFigures } from './figures.ts';

const lines = (count: number): string => 'export {};\n'.repeat(count);
const imports = (...paths: string[]): string => paths.map(path => `import '${path}';\n`).join('');

/** A workspace that meets every target. */
const sound = {
  'apps/bank/src/main.ts': lines(100),
  'apps/storefront/src/product.ts': `// the product page\n${lines(40)}export const route = 'products/:slug';\n`,
  'packages/resilience/src/index.ts': lines(40),
  'packages/topology/src/apps.ts': `export const apps = ['bank'];\n${lines(40)}`,
  'packages/contracts/src/bank.ts': lines(40),
  'tools/check.ts': lines(40),
};

/** Sources that import each other in a row: `1.ts` imports `2.ts`, and so on. */
const row = (folder: string, files: number): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: files }, (_, n) => [
      `${folder}/${n + 1}.ts`,
      (n + 1 < files ? imports(`./${n + 2}.ts`) : '') + lines(40),
    ]),
  );

describe('the figures of a tree', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'figures-'));
    execFileSync('git', ['init', '--quiet'], { cwd: root });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function measure(files: Record<string, string>) {
    for (const [path, text] of Object.entries({ ...sound, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return measureTree(root);
  }

  it('meet all 7 targets in a small workspace, with 5 product files', () => {
    const figures = measure({});
    expect(figures.filter(isMissed)).toEqual([]);
    expect(figures[0]).toMatchObject({ name: 'files of the product', value: 5 });
    expect(printFigures(figures)).toMatch(/^✓ surrounding code +15\.\d % {3}target: at most 50 %$/m);
    expect(printFigures(figures)).toMatch(/figures: 7 of 7 targets are met$/);
  });

  it.each<[string, number, Record<string, string>]>([
    ['surrounding code', 190.1, { 'lab/run.ts': lines(460) }],
    ['small files with one importer', 12.5, { 'tools/start.ts': imports('./a.ts') + lines(40), 'tools/a.ts': '' }],
    [
      'files behind a product page',
      26,
      {
        ...row('apps/storefront/src', 25),
        'apps/storefront/src/product.ts': `${imports('./1.ts')}export const route = 'products/:slug';\n${lines(40)}`,
      },
    ],
    ['layers of resilience', 9, row('packages/resilience/src', 9)],
    ['comments with a banned word', 50, { 'tools/b.ts': `// whoever calls\n${lines(40)}` }],
    [
      'places a service is declared in',
      9,
      Object.fromEntries([1, 2, 3, 4, 5, 6].map(n => [`k8s/${n}.yaml`, '- bank\n'])),
    ],
    ['functions over 40 lines', 1, { 'tools/long.ts': `export function long() {\n${'  long();\n'.repeat(40)}}\n` }],
  ])('miss the target of %s at %d', (name, value, files) => {
    const missed = measure(files).filter(isMissed);
    expect(missed.map(figure => figure.name)).toEqual([name]);
    expect(missed[0]?.value).toBeCloseTo(value, 0);
  });

  it('count a ring of imports as infinitely many layers', () => {
    const ring = {
      'packages/resilience/src/a.ts': imports('./b.ts'),
      'packages/resilience/src/b.ts': imports('./a.ts'),
    };
    expect(measure(ring).find(({ name }) => name === 'layers of resilience')?.value).toBe(Infinity);
  });

  it('leave out generated lists, comments, tests and the own files of a service', () => {
    const figures = measure({
      'k8s/edges.yaml': '# Made by `npm run reference` from packages/topology.\n- bank\n',
      'k8s/list.yaml': 'apps:\n  # Made by `npm run reference`: the apps\n  - bank\n  # End of the apps\n',
      'tools/c.ts': `// 'bank'\n${lines(40)}`,
      'tools/c.test.ts': "export const name = 'bank';\n",
      'apps/bank/src/config.ts': `export const name = 'bank';\n${lines(40)}`,
    });
    const places = figures.find(({ name }) => name === 'places a service is declared in')?.places;
    expect(places).toEqual(['apps/bank/', 'packages/contracts/src/bank.ts', 'packages/topology/src/apps.ts']);
  });
});
