import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkArchitecture } from './architecture/check-architecture.ts';

it('the workspace keeps its own rules', () => {
  expect(checkArchitecture(join(import.meta.dirname, '..'))).toEqual([]);
});

it('names each attribute of a span in names.ts of telemetry or call-spans.ts of resilience', () => {
  const root = join(import.meta.dirname, '..');
  const sources = globSync('{apps,packages}/*/src/**/*.ts', { cwd: root }).filter(
    path => !/\.(test|fixture)\.ts$/.test(path),
  );
  const naming = sources.filter(path => /'watertight\.[a-z]/.test(readFileSync(join(root, path), 'utf8')));
  expect(naming.toSorted()).toEqual([
    'packages/resilience/src/telemetry/call-spans.ts',
    'packages/telemetry/src/names.ts',
    'packages/testing/src/sweep-containers.ts', // the label of a container
  ]);
});

describe('the check of the architecture', () => {
  let root: string;
  beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'architecture-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  /** What the check says of a small workspace in which only these files matter. */
  function check(files: Record<string, string>): string[] {
    const sound = { 'apps/bank/src/main.ts': '', 'packages/contracts/src/index.ts': `import { z } from 'zod';` };
    for (const [path, text] of Object.entries({ ...sound, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return checkArchitecture(root);
  }

  it.each([
    ['an app that imports an app', 'apps/shop/src/a.ts', '@watertight/bank', 'apps meet only on the wire'],
    ['a package that imports an app', 'packages/telemetry/src/a.ts', '@watertight/bank', 'a package knows no app'],
    ['an app that imports the lab', 'apps/shop/src/a.ts', '@watertight/lab', 'nothing needs the lab'],
    ['a package that imports the lab', 'packages/testing/src/a.ts', '@watertight/lab', 'nothing needs the lab'],
    [
      'an app that reaches into a package',
      'apps/shop/src/a.ts',
      '@watertight/resilience/retry',
      'one door per package',
    ],
    ['a deep door of contracts', 'apps/shop/src/a.ts', '@watertight/contracts/a/b', 'one door per package'],
    ['an app that imports telemetry', 'apps/shop/src/a.ts', '@watertight/telemetry', 'app may import contracts, '],
    ['the lab that imports resilience', 'lab/a.ts', '@watertight/resilience', 'lab may import contracts'],
    [
      'a tool that imports a service kit',
      'tools/a.ts',
      '@watertight/service-kit',
      'tools may import contracts, embedded-databases',
    ],
    [
      'resilience that imports telemetry',
      'packages/resilience/src/a.ts',
      '@watertight/telemetry',
      'no other package of ours',
    ],
    [
      'resilience that imports undici',
      'packages/resilience/src/a.ts',
      'undici',
      'imports opossum, @opentelemetry/api and nothing',
    ],
    ['contracts that import pino', 'packages/contracts/src/a.ts', 'pino/file', 'imports zod and nothing else'],
    ['contracts that import Node', 'packages/contracts/src/a.ts', 'node:fs', 'nothing of Node'],
    ['testing in an app', 'apps/shop/src/a.ts', '@watertight/testing', 'test helpers stay in tests'],
    ['testing in a script of the lab', 'lab/bench/a.ts', '@watertight/testing', 'test helpers stay in tests'],
    ['jest in a package', 'packages/telemetry/src/a.ts', '@jest/globals', 'test helpers stay in tests'],
    ['demo data outside a seed', 'apps/shop/src/a.ts', '@watertight/demo-data', 'demo data is for seeds'],
    ['a relative way into an app', 'apps/shop/src/a.ts', '../../bank/src/main.ts', 'stays in its own folder'],
    [
      'a relative way round a door',
      'lab/a.ts',
      '../packages/contracts/src/index.ts',
      'own folder; import @watertight/contracts',
    ],
    [
      'faults before they are asked for',
      'packages/service-kit/src/a.ts',
      '@watertight/faults',
      'may import contracts, ',
    ],
  ])('finds %s', (_what, path, specifier, rule) => {
    expect(check({ [path]: `import '${specifier}';` })).toEqual([
      expect.stringMatching(`^${path} imports "${specifier.replaceAll('.', '\\.')}": .*${rule}`),
    ]);
  });

  it.each([
    ['export', `export * from '@watertight/bank';`],
    ['named export', `export { a } from '@watertight/bank';`],
    ['type-only', `import type { A } from '@watertight/bank';`],
    ['dynamic', `const a = async () => { await import('@watertight/bank'); };`],
    ['required', `const a = require('@watertight/bank');`],
    ['decorated', `import { A } from '@watertight/bank';\n@A() class B { constructor(@A() private readonly a: A) {} }`],
  ])('sees an import that is %s', (_what, text) => {
    expect(check({ 'apps/shop/src/a.ts': text })).toHaveLength(1);
  });

  it('finds a circle of three files, once', () => {
    const src = 'packages/telemetry/src';
    expect(
      check({
        [`${src}/a.ts`]: `import './b.ts';`,
        [`${src}/b.ts`]: `export * from './c.ts';`,
        [`${src}/c.ts`]: `import { a } from './a.ts'; import type { B } from './b.ts';`,
      }),
    ).toEqual([
      expect.stringContaining(`${src}/a.ts → ${src}/b.ts → ${src}/c.ts → ${src}/a.ts: files need each other`),
    ]);
  });

  it.each([
    ['apps/shop/src/controllers/a.ts', 'a folder named controllers says nothing'],
    ['packages/testing/src/utils/a.ts', 'a folder named utils says nothing'],
    ['apps/shop/src/helpers.ts', 'a file is named after what it does here'],
    ['apps/shop/src/payment.service.ts', 'a file is named after what it does here'],
    ['packages/testing/src/main.ts', 'only an app has a main.ts'],
  ])('does not like the name %s', (path, rule) => {
    expect(check({ [path]: '' })).toEqual([expect.stringContaining(`${path}: ${rule}; `)]);
  });

  it('has nothing against what the design allows', () => {
    const sound = {
      'apps/shop/src/main.ts': `import '@watertight/service-kit'; import '@watertight/contracts/bank'; import './seed.ts';`,
      'apps/shop/src/seed.ts': `import '@watertight/demo-data'; import '@nestjs/common'; import 'node:fs';`,
      'apps/shop/src/a.test.ts': `import '@watertight/testing'; import '@watertight/demo-data';`,
      'packages/resilience/src/a.ts': `import 'opossum'; import 'node:async_hooks';`,
      'packages/resilience/src/a.test.ts': `import '@watertight/testing'; import 'fast-check'; import 'opossum-prometheus';`,
      'packages/resilience/src/prom.d.ts': `import type { Registry } from 'prom-client';`,
      'packages/service-kit/src/a.ts': `import '@watertight/telemetry'; void import('@watertight/faults'); import type { A } from '@watertight/faults';`,
      'packages/service-kit/src/payment-service.ts': `import '@watertight/telemetry/start';`,
      'apps/shop/src/small.fixture.ts': `import '@watertight/testing';`,
      'apps/shop/src/b.test.ts': `import './small.fixture.ts';`,
      'lab/bench/resilience/ours.ts': `import '@watertight/resilience'; import 'cockatiel';`,
      'lab/checks/money/shop.ts': `import '@watertight/testing/processes';`,
      'tools/a.mjs': `import '../jest.config.mjs'; // import '@watertight/bank'`,
      'tools/b.ts': "export const text = `import '@watertight/bank';`;",
    };
    expect(check(sound)).toEqual([]);
  });
});
