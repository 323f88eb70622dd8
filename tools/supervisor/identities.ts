import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { foldersIn, renewIdentities } from '@watertight/identity';
import { apps } from '@watertight/topology';
import { dataHome } from '../config.ts';

/** Below it, in a folder of its own, each app finds the key and the certificate it proves itself with. */
export const identityHome = join(dataHome, 'identity');

const names = apps.map(({ name }) => name);

/** Makes them for a shop that opens: those of the last one are worth nothing any more. */
export async function newIdentities(): Promise<void> {
  rmSync(identityHome, { recursive: true, force: true });
  await renewIdentities(foldersIn(identityHome), names);
}

let rotating: Promise<void> | undefined;

/**
 * Makes them anew while the shop is open: no call fails, no process is restarted. Takes 12 s; who asks meanwhile waits for the same
 * rotation, because a second one would forget whom the first had services believe.
 */
export function rotateIdentities(): Promise<void> {
  return (rotating ??= renewIdentities(foldersIn(identityHome), names).finally(() => (rotating = undefined)));
}
