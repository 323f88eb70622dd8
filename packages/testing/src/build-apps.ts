import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { config } from './config.ts';

const root = join(import.meta.dirname, '../../..');

/**
 * Builds what has changed since the last build; 0.2 s when nothing has.
 *
 * @throws Error with what the build wrote
 */
export async function buildApps(): Promise<void> {
  const env = { ...config.forApps(), TURBO_TELEMETRY_DISABLED: '1' };
  const turbo = join(root, 'node_modules/.bin/turbo');
  await promisify(execFile)(turbo, ['run', 'build', '--output-logs=errors-only'], { cwd: root, env }).catch(
    (error: Error & { stdout: string; stderr: string }) => {
      throw new Error(`the build failed:\n${error.stdout}${error.stderr}`, { cause: error });
    },
  );
}
