import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaint, run, StepFailedError } from './run.mjs';

/** pnpm's own patience (a minute and more, for each of 700 packages) looks like a hang where there is no network. */
const impatient = [
  '--config.fetch-retries=2',
  '--config.fetch-retry-mintimeout=1000',
  '--config.fetch-retry-maxtimeout=3000',
];

/**
 * Installs what the lockfile says, unless that is what is installed already.
 * @param {string} root
 * @param {{ env: NodeJS.ProcessEnv, pnpm: string, step: import('./progress.mjs').Step }} tools
 */
export async function installPackages(root, { env, pnpm, step }) {
  const stamp = join(root, 'node_modules', '.installed-for');
  const wanted = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const install = async () => {
    // CI: no user is there to answer when pnpm asks whether it may replace node_modules.
    const options = { cwd: root, env: { ...env, CI: 'true' } };
    const { ok, output } = await run(pnpm, ['install', '--frozen-lockfile', '--prefer-offline', ...impatient], options);
    if (!ok) {
      const why = complaint(output);
      throw new StepFailedError(
        `pnpm could not install the packages (${why}): check the network and the free disk, then run this again.`,
      );
    }
    writeFileSync(stamp, wanted);
  };
  await step('packages', 'installing', install, () => 'installed');
}

/** Changes when an installation would come out otherwise. @param {string} root */
export function fingerprint(root) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
