import {
  EmbeddedDatabaseError,
  findRedis,
  installRedisOnDebian,
  mayInstallRedis,
} from '@watertight/embedded-databases';
import { findChromium, installChromium } from './find-chromium.ts';

/** Makes sure of what tests need beyond npm, and says in one line what is missing; the tests then say the rest. */
export async function readyPrograms(
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<{ chromium?: string }> {
  if (env['CONTAINERS'] !== '1') await readyRedis(say);
  const chromium =
    findChromium(env) ?? (mayInstallChromium(env) && installChromium(say) ? findChromium(env) : undefined);
  if (chromium) return { chromium };
  say('There is no Chromium on this machine (CHROMIUM_BIN may name one): the browser tests are skipped.');
  return {};
}

async function readyRedis(say: (line: string) => void): Promise<void> {
  try {
    if (!findRedis() && mayInstallRedis()) await installRedisOnDebian(say);
  } catch (error) {
    if (!(error instanceof EmbeddedDatabaseError)) throw error;
    say(error.message);
  }
}

/** A browser is 300 MB: only a machine that is there for tests gets one unasked. */
const mayInstallChromium = (env: NodeJS.ProcessEnv): boolean => env['CI'] === 'true' && mayInstallRedis();
