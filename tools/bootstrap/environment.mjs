import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Settings of npm's that lead to its registry and its cache; all others would mislead a nested npm, pnpm or node. */
const kept =
  /^npm_config_(registry|userconfig|globalconfig|cache|prefix|noproxy|proxy|https_proxy|cafile|ca|strict_ssl)$/i;
const ofNpm = /^(npm_config_|npm_package_|npm_lifecycle_|npm_command$|npm_node_execpath$|INIT_CWD$)/i;

/**
 * The environment for everything started from here: the outer one without what npm added, with our Node and pnpm first on PATH.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} outer
 * @param {{ node?: string, pnpm?: string }} [tools] paths of the programs
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(root, outer, tools = {}) {
  const env = Object.fromEntries(Object.entries(outer).filter(([name]) => kept.test(name) || !ofNpm.test(name)));
  const first = [tools.node, tools.pnpm].flatMap(path => (path ? [dirname(path)] : []));
  env.PATH = [...first, join(root, 'node_modules', '.bin'), outer.PATH ?? ''].filter(Boolean).join(delimiter);
  // pnpm and npm refuse to work without a home.
  if (!env.HOME || !isWritable(env.HOME)) env.HOME = join(root, '.tools', 'home');
  env.TURBO_TELEMETRY_DISABLED = '1';
  return env;
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false; // absent, or another user's
  }
}
