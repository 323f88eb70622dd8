import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const needed = ['packages', 'package.json', 'tsconfig.json', 'jest.config.mjs'];

/** The workspace's jest, less what starts databases; the tests are those of the file at hand. */
const JEST_CONFIG = `import workspace from './jest.config.mjs';
const { globalSetup, globalTeardown, reporters, ...rest } = workspace;
const tests = process.env.MUTATE_TESTS.split(',').map(name => \`<rootDir>/packages/resilience/src/\${name}\`);
const testEnvironment = import.meta.dirname + '/node_modules/.pnpm/node_modules/jest-environment-node/build/index.js';
export default { ...rest, testMatch: tests, testEnvironment, bail: 1 };
`;

/** A copy whose packages may be changed: in the workspace itself, links would lead the tests to what is not changed. */
export function copyWorkspace(root: string, copy: string): string {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const path of needed) cpSync(join(root, path), join(copy, path), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'jest.mutate.mjs'), JEST_CONFIG);
  return copy;
}
