import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataHome } from '../config.ts';

const file = join(dataHome, 'ops-token');

/** The key to every process's `/ops` and to the supervisor: made once per installation, readable by its owner only. */
export function opsToken(): string {
  const known = knownOpsToken();
  if (known) return known;
  const made = randomBytes(24).toString('hex');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${made}\n`, { mode: 0o600 });
  return made;
}

/** Undefined: the shop was never started here. */
export function knownOpsToken(): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() || undefined : undefined;
}
