/**
 * The program of the container that makes the keys: `<folder> <uid> [renew]` writes those of all services, and ends.
 *
 * It keeps keys that still have a month; with `renew` it makes new ones. Services that run see them, and no call fails.
 */
import { apps } from '@watertight/topology';
import { foldersIn, lastFor } from './folders.ts';
import { renewIdentities } from './renew-identities.ts';

const MONTH_MS = 30 * 24 * 3_600_000;

const [home, uid, renew] = process.argv.slice(2);
if (home === undefined || !Number.isInteger(Number(uid ?? 'none')) || ![undefined, 'renew'].includes(renew)) {
  process.stderr.write(
    'The folder of the keys, the id of the user who may read them, and perhaps "renew" are expected.\n',
  );
  process.exit(78);
}
const names = apps.map(({ name }) => name);
if (renew === undefined && names.every(name => lastFor(home, name, MONTH_MS))) {
  process.stdout.write(`${names.length} services have keys\n`);
} else {
  await renewIdentities(foldersIn(home, Number(uid)), names);
  process.stdout.write(`${names.length} services have new keys\n`);
}
