import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { forgetDatabase } from '@watertight/embedded-databases';
import { dataHome } from './config.ts';
import { isOpen } from './supervisor/door.ts';

/** `npm run reset`: the next start begins with an empty, newly seeded shop. */
async function reset(): Promise<void> {
  if (await isOpen()) {
    console.error('The shop is open: stop it first (Ctrl-C where npm start runs), then reset it.');
    process.exitCode = 1;
    return;
  }
  if (!existsSync(dataHome)) {
    console.log('There is nothing to delete: the shop has no data here.');
    return;
  }
  for (const database of ['postgres', 'redis']) forgetDatabase(join(dataHome, database));
  rmSync(dataHome, { recursive: true, force: true });
  console.log('Deleted: customers, baskets, orders and logs. The next npm start begins without data.');
}

await reset();
