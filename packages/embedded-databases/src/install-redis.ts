import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { config } from './config.ts';
import { EmbeddedDatabaseError } from './embedded-server.ts';
import { findRedis } from './redis-binary.ts';

/** Debian's package with the server's binary but without its daemon, which would occupy port 6379 for ever. */
const PACKAGE = 'redis-tools';

/** Whether `installRedisOnDebian` can work: root, on Debian or one of its kin. */
export function mayInstallRedis(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

/**
 * Installs Redis by apt, without a daemon, and says so first.
 *
 * @throws EmbeddedDatabaseError not root on Debian, or apt could not
 */
export async function installRedisOnDebian(say: (line: string) => void): Promise<void> {
  if (!mayInstallRedis())
    throw new EmbeddedDatabaseError(
      'no-binary',
      'Redis can be installed here by hand only: this is not root on Debian.',
    );
  say(`Redis is missing; installing Debian's package ${PACKAGE} with apt-get (no daemon is started).`);
  const install = ['install', '-y', '--no-install-recommends', PACKAGE];
  let last = await aptGet(install);
  if (last.code !== 0) {
    await aptGet(['update']); // a fresh image has no package lists; what is wrong beyond that the next line tells
    last = await aptGet(install);
  }
  if (last.code === 0 && findRedis()) return;
  const why = last.output.trim().split('\n').at(-1) ?? '';
  throw new EmbeddedDatabaseError('no-binary', `apt-get could not install ${PACKAGE} (${why}): install Redis by hand.`);
}

function aptGet(args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise(resolve => {
    const env = { ...config.forDatabases(), DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn('/usr/bin/apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.once('error', error => resolve({ code: null, output: error.message }));
    child.once('close', code => resolve({ code, output }));
  });
}
