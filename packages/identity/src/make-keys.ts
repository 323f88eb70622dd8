/**
 * The program of the container that makes the keys: `<folder> <uid>` writes those of all services, and ends.
 *
 * Of services that run, it renews them; no call fails.
 */
import { apps } from '@watertight/topology';
import { foldersIn } from './folders.ts';
import { renewIdentities } from './renew-identities.ts';

const [home, uid] = process.argv.slice(2);
if (home === undefined || !Number.isInteger(Number(uid))) {
  process.stderr.write(
    'Two arguments are expected: the folder of the keys, and the id of the user who may read them.\n',
  );
  process.exit(78);
}
const names = apps.map(({ name }) => name);
await renewIdentities(foldersIn(home, Number(uid)), names);
process.stdout.write(`${names.length} services have new keys\n`);
