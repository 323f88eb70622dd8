import { askOnce } from './ask-once.ts';
import { leakCheck } from './index.ts';
import { STARTS_WITHIN_MS } from './own-server.ts';
import { type RewindablePostgres, startRewindablePostgres } from './rewindable-postgres.ts';

describe('a PostgreSQL server that goes back in time', () => {
  let server: RewindablePostgres;
  beforeAll(async () => void (server = await startRewindablePostgres()), STARTS_WITHIN_MS);
  afterAll(() => server.end());

  it('has what was committed before the copy, and nothing that was committed after it', async () => {
    await askOnce(server.url, 'CREATE TABLE barrels (id int)');
    await askOnce(server.url, 'INSERT INTO barrels VALUES (1)');
    await server.stop();
    await server.copyData();
    await server.restart();
    await askOnce(server.url, 'INSERT INTO barrels VALUES (2)');
    await server.kill();
    await server.putBack();
    await server.restart();
    expect(await askOnce(server.url, 'SELECT id FROM barrels')).toEqual([{ id: 1 }]);
  });
});

leakCheck();
