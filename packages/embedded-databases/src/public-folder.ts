import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedDatabaseError } from './embedded-server.ts';
import { isOwnedByRootAlone } from './unprivileged.ts';

/**
 * A folder that root owns and every user can enter, for what an unprivileged database must reach
 * while the checkout (or the temporary folder) is private. Only for root.
 */
export function publicFolder(...below: string[]): string {
  for (const root of ['/var/lib/watertight', '/tmp/watertight-root']) {
    try {
      mkdirSync(root, { mode: 0o755 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') continue; // read-only or full: the next one may do
    }
    if (!isOwnedByRootAlone(root)) continue;
    const folder = join(root, ...below);
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    return folder;
  }
  const why = 'neither /var/lib/watertight nor /tmp/watertight-root can be made by root alone';
  throw new EmbeddedDatabaseError(
    'not-started',
    `PostgreSQL must not run as root and has no folder it can reach (${why}): start the shop as an ordinary user.`,
  );
}
