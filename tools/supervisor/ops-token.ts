import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataHome } from '../config.ts';

const file = join(dataHome, 'ops-token');

/**
 * The key to every process's `/ops`, another at each start: a program that listened on a port of the
 * closed shop may have heard the last one.
 */
export const newOpsToken = () => randomBytes(24).toString('hex');

/** Keeps the token of the open shop where its owner, and no other user, can read it. */
export function keepOpsToken(token: string): void {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true }); // a file that is there keeps its mode
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
}
