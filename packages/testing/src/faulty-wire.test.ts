import { Client } from 'pg';
import { leakCheck, realPostgres, until } from './index.ts';
import { FaultyWire } from './faulty-wire.ts';

describe('a wire to PostgreSQL that stalls', () => {
  const database = realPostgres();
  const wire = new FaultyWire(() => database.url);
  beforeAll(async () => {
    await wire.open();
    await database.query('CREATE TABLE barrels (id int)');
  });
  afterAll(() => wire.close());

  async function connected(): Promise<Client> {
    const client = new Client({ connectionString: wire.url });
    client.on('error', () => {}); // its connection is cut on purpose
    await client.connect();
    return client;
  }
  const barrels = () => database.query('SELECT id FROM barrels ORDER BY id');

  it('delivers a statement late, and its answer', async () => {
    const client = await connected();
    wire.stall();
    const inserted = client.query('INSERT INTO barrels VALUES (1)');
    expect(await barrels()).toEqual([]);
    wire.release();
    await inserted;
    expect(await barrels()).toEqual([{ id: 1 }]);
    await client.end();
  });

  it('delivers a statement whose client has disconnected meanwhile', async () => {
    const client = await connected();
    wire.stall();
    const inserted = client.query('INSERT INTO barrels VALUES ($1)', [2]);
    Reflect.get(client, 'connection').stream.destroy();
    await expect(inserted).rejects.toThrow('terminated');
    expect(await barrels()).toEqual([{ id: 1 }]);
    wire.release();
    await until(async () => (await barrels()).length === 2, { withinMs: 5000 });
  });
});

leakCheck();
