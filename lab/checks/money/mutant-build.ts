import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Mutant } from './mutants.ts';

const root = join(import.meta.dirname, '../../..');
const sources = ['apps', 'packages', 'tools', 'package.json', 'tsconfig.json'];

/**
 * Builds the shop from a copy of its sources in which a mechanism is taken out.
 *
 * @returns the build's folder
 * @throws Error the source has changed, so that the mutant no longer says what to change
 */
export async function mutantBuild({ name, changes }: Mutant): Promise<string> {
  const copy = join(root, '.data/checks/mutants', name.replaceAll(/\W+/g, '-'));
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const source of sources)
    cpSync(join(root, source), join(copy, source), { recursive: true, verbatimSymlinks: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { file, from, to } of changes) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`mutant "${name}": ${file} has not exactly one\n${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
  await promisify(execFile)(process.execPath, ['tools/build.ts'], { cwd: copy });
  return join(copy, 'build');
}
