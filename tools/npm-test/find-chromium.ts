import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A browser for the browser tests: CHROMIUM_BIN, else the first of its names on PATH; undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap(folder => names.map(name => join(folder, name)));
  return [env['CHROMIUM_BIN'] ?? '', ...onPath].filter(Boolean).find(isExecutable);
}

/** Installs Debian's chromium, and says so first; false when apt could not. */
export function installChromium(say: (line: string) => void): boolean {
  say("Chromium is missing; installing Debian's package chromium with apt-get, for the browser tests.");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore' }).status === 0;
  const install = () => apt('install', '-y', '--no-install-recommends', 'chromium');
  return install() || (apt('update') && install()); // a fresh image has no package lists
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not for us: both mean "not here"
  }
}
