import { join } from 'node:path';
import { run, StepFailedError } from './run.mjs';

/**
 * Bundles the apps; turbo knows by their sources whether that has been done.
 * @param {string} root
 * @param {{ env: NodeJS.ProcessEnv, node: string, step: import('./progress.mjs').Step }} tools
 */
export async function buildApps(root, { env, node, step }) {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const args = [turbo, 'run', 'build', '--output-logs=errors-only', '--no-update-notifier'];
  await step(
    'build',
    'bundling what changed',
    async () => {
      const { ok, output } = await run(node, args, { cwd: root, env });
      if (!ok) throw new StepFailedError(`The apps could not be built:\n${output.trim()}`);
      return /\b1 cached\b/.test(output);
    },
    cached => (cached ? 'up to date' : 'bundled'),
  );
}
