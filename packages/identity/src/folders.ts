import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { Place } from './renew-identities.ts';

/**
 * A folder below `home` for each service. Only one user may read a key.
 *
 * @param uid that user, where it is not the one who writes
 */
export function foldersIn(home: string, uid?: number): Place {
  return {
    async read(name) {
      const text = (file: string) => {
        const path = join(home, name, file);
        return existsSync(path) ? readFileSync(path, 'utf8') : '';
      };
      return { authorities: text('ca.crt'), certificate: text('tls.crt') };
    },
    async write(name, files) {
      mkdirSync(join(home, name), { recursive: true, mode: 0o700 });
      for (const [file, text] of Object.entries(files)) {
        // A file is there whole or not at all.
        const path = join(home, name, file);
        writeFileSync(`${path}.new`, text, { mode: file.endsWith('.key') ? 0o600 : 0o644 });
        if (uid !== undefined) chownSync(`${path}.new`, uid, uid);
        renameSync(`${path}.new`, path);
      }
    },
  };
}

/** Whether a service has a certificate that is valid for so much longer. */
export function lastFor(home: string, name: string, leastMs: number): boolean {
  const path = join(home, name, 'tls.crt');
  return existsSync(path) && Date.parse(new X509Certificate(readFileSync(path)).validTo) - Date.now() > leastMs;
}
