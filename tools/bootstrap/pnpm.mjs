import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmInstall } from './npm.mjs';
import { run } from './run.mjs';

/**
 * The path of the pnpm that package.json names: the machine's when it is that version, else one under .tools/, brought by npm.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Step} step
 */
export async function bringPnpm(root, env, step) {
  const version = pinnedVersion(root);
  const home = join(root, '.tools', `pnpm-${version}`);
  const own = join(home, 'node_modules', '.bin', 'pnpm');
  if (existsSync(own)) return own;
  const machines = await onPath(version, env);
  if (machines) return machines;
  await step(
    'pnpm',
    `bringing pnpm ${version} into .tools/`,
    () => npmInstall(home, 'pnpm', version, env),
    () => `pnpm ${version} is in .tools/`,
  );
  return own;
}

function pinnedVersion(root) {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.replace('pnpm@', '');
}

async function onPath(version, env) {
  for (const folder of (env.PATH ?? '').split(':')) {
    const pnpm = join(folder, 'pnpm');
    if (!existsSync(pnpm)) continue;
    const { ok, output } = await run(pnpm, ['--version'], { cwd: '/', env });
    return ok && output.trim() === version ? pnpm : undefined;
  }
  return undefined;
}
