import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Settings of npm's that lead to its registry and its cache; all others would mislead a nested npm, pnpm or node. */
const kept =
  /^npm_config_(registry|userconfig|globalconfig|cache|prefix|noproxy|proxy|https_proxy|cafile|ca|strict_ssl)$/i;
const ofNpm = /^(npm_config_|npm_package_|npm_lifecycle_|npm_command$|npm_node_execpath$|INIT_CWD$)/i;

/** They lead a client of PostgreSQL to another server, or change how it speaks to ours. */
const ofPostgres = /^PG[A-Z]+$/;
/** Of NODE_OPTIONS only the way through the network: others are for another program, and another Node may refuse them. */
const keptOption =
  /^--(use-system-ca|use-openssl-ca|use-bundled-ca|use-env-proxy|tls-[a-z0-9.=-]+|dns-result-order=\w+)$/;
const loopback = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * The environment for everything started from here: the outer one without what npm added and what was set for other
 * programs, with our Node and pnpm first on PATH.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} outer
 * @param {{ node?: string, pnpm?: string }} [tools] paths of the programs
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(root, outer, tools = {}) {
  const isForUs = name => kept.test(name) || !(ofNpm.test(name) || ofPostgres.test(name));
  const env = Object.fromEntries(Object.entries(outer).filter(([name]) => isForUs(name)));
  const options = (outer.NODE_OPTIONS ?? '').split(/\s+/).filter(option => keptOption.test(option));
  if (options.length > 0) env.NODE_OPTIONS = options.join(' ');
  else delete env.NODE_OPTIONS;
  // The shop talks to itself on the loopback, where no proxy can reach it.
  env.NO_PROXY = env.no_proxy = withoutProxy(outer.no_proxy || outer.NO_PROXY || '');
  const first = [tools.node, tools.pnpm].flatMap(path => (path ? [dirname(path)] : []));
  env.PATH = [...first, join(root, 'node_modules', '.bin'), outer.PATH ?? ''].filter(Boolean).join(delimiter);
  // pnpm and npm refuse to work without a home.
  if (!env.HOME || !isWritable(env.HOME)) env.HOME = join(root, '.tools', 'home');
  env.TURBO_TELEMETRY_DISABLED = '1';
  return env;
}

function withoutProxy(users) {
  const hosts = users.split(',').map(host => host.trim());
  return [...new Set([...hosts, ...loopback])].filter(Boolean).join(',');
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false; // absent, or another user's
  }
}
