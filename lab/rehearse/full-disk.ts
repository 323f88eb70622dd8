import type { Row } from '../matrix/rows.ts';
import { owners } from '../matrix/shop-under-test.ts';
import { compose, type ComposeShop } from './compose-shop.ts';

/** The one file system of the container that is small, of its own and writable by the server: 64 MB of memory. */
const SMALL = '/dev/shm';
const inPostgres = (command: string) => compose('exec', '-T', '--user', 'postgres', 'postgres', 'sh', '-c', command);

/**
 * No space is left for any table. What fits into pages that are there may still be written, so that it may answer or not.
 *
 * The write-ahead log keeps its disk: without one Postgres ends, which is another row.
 */
export const fullDisk = (shop: ComposeShop): Row => ({
  target: 'postgres',
  kind: 'full disk',
  mayAnswer: true,
  inject: async () => {
    await inPostgres(`mkdir -m 700 ${SMALL}/tables`);
    await shop.tell('postgres', `CREATE TABLESPACE small LOCATION '${SMALL}/tables'`);
    await move(shop, 'pg_default', 'small');
    for (const owner of owners) await shop.tell(owner, 'VACUUM FULL'); // leaves no room in old pages
    await inPostgres(`cat /dev/zero > ${SMALL}/filler || true`);
  },
  mend: async () => {
    await inPostgres(`rm ${SMALL}/filler`);
    await move(shop, 'small', 'pg_default');
    await shop.tell('postgres', 'DROP TABLESPACE small');
    await inPostgres(`rmdir ${SMALL}/tables`);
  },
});

async function move(shop: ComposeShop, from: string, to: string): Promise<void> {
  for (const owner of owners)
    for (const what of ['TABLE', 'INDEX'])
      await shop.tell(owner, `ALTER ${what} ALL IN TABLESPACE ${from} SET TABLESPACE ${to}`);
}
