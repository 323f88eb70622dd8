import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { complaint, run, StepFailedError } from './run.mjs';

/**
 * Installs one package with the machine's npm into a folder of its own, and answers where it lies.
 * @param {string} folder
 * @param {string} name
 * @param {string} range
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 * @throws StepFailedError npm is missing, or could not
 */
export async function npmInstall(folder, name, range, env) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n'); // or npm looks for a project in the folders above
  const args = ['install', '--no-audit', '--no-fund', '--no-save', '--ignore-scripts=false', `${name}@${range}`];
  const { ok, output } = await run(...npm(args), { cwd: folder, env });
  const installed = join(folder, 'node_modules', ...name.split('/'));
  if (ok && existsSync(installed)) return installed;
  rmSync(folder, { recursive: true, force: true });
  throw new StepFailedError(
    `npm could not bring ${name} (${complaint(output)}): check the network and the free disk, then run this again.`,
  );
}

/** The npm that runs us, else the one on PATH. @param {string[]} args @returns {[string, string[]]} */
function npm(args) {
  const running = process.env.npm_execpath;
  return running && /npm-cli\.[cm]?js$/.test(running) ? [process.execPath, [running, ...args]] : ['npm', args];
}
