import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tooSlow } from './tests-of.ts';

const needed = ['packages', 'package.json', 'tsconfig.json', 'jest.config.mjs'];

/** A change that makes a test hang is noticed so late; no test that is well takes so long. */
const HUNG_AFTER_MS = 2000;

/** The workspace's jest, less what starts databases; the tests are those of the file at hand. */
const jestConfig = (tools: string) => `import workspace from './jest.config.mjs';
const { globalSetup, globalTeardown, reporters, ...rest } = workspace;
export default {
  ...rest,
  roots: ['<rootDir>/packages/resilience', '<rootDir>/packages/testing/src'],
  testMatch: process.env.MUTATE_TESTS.split(',').map(name => \`<rootDir>/packages/resilience/test/\${name}\`),
  testNamePattern: ${JSON.stringify(`^(?!.*(${tooSlow.join('|')}))`)},
  testTimeout: ${HUNG_AFTER_MS},
  runner: '${tools}/first-failure-runner.mjs',
  testEnvironment: '${tools}/first-failure-environment.mjs',
};
`;

/**
 * A copy whose packages may be changed: in the workspace itself, links would lead the tests to what is not changed.
 *
 * @returns its folder, to be removed by the caller
 */
export function copyWorkspace(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'watertight-mutants-'));
  for (const path of needed) cpSync(join(root, path), join(copy, path), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'jest.mutate.mjs'), jestConfig(join(root, 'tools/mutate')));
  return copy;
}
