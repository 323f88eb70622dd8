import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataHome } from '../config.ts';

/** A secret of the open shop, another at each start. */
export const newSecret = () => randomBytes(24).toString('hex');

/**
 * The files of secrets, by name. `ops-token` opens every process's `/ops`; links to the control room and requests of our own
 * programs are signed with `room-key`.
 */
type SecretFile = 'ops-token' | 'room-key';

const pathOf = (name: SecretFile) => join(dataHome, name);

/** Keeps a secret where its owner, and no other user, can read it. */
export function keepSecret(name: SecretFile, secret: string): void {
  mkdirSync(dataHome, { recursive: true });
  rmSync(pathOf(name), { force: true }); // a file that is there keeps its mode
  writeFileSync(pathOf(name), `${secret}\n`, { mode: 0o600 });
}

/** The key of a closed shop would make links that open nothing. */
export function forgetSecret(name: SecretFile): void {
  rmSync(pathOf(name), { force: true });
}

/** Undefined: no shop was started here, or it has closed. */
export function knownSecret(name: SecretFile): string | undefined {
  return existsSync(pathOf(name)) ? readFileSync(pathOf(name), 'utf8').trim() : undefined;
}
