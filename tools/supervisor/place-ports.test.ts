import { createServer, type AddressInfo, type Server } from 'node:net';
import { freePort } from '@watertight/embedded-databases';
import { ArgumentError } from './arguments.ts';
import { placePorts } from './place-ports.ts';
import { PortError } from './ports.ts';
import { instances } from './process-table.ts';

const all = instances({ replicas: new Map(), twin: false });
const names = all.map(({ name }) => name);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A port that another program listens on. */
async function taken(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

/** A free port for every process, so that the usual ones of this machine do not matter. */
async function freePorts(): Promise<Map<string, number>> {
  const ports = new Map<string, number>();
  for (const name of names) {
    let port = await freePort();
    while ([...ports.values()].includes(port)) port = await freePort();
    ports.set(name, port);
  }
  return ports;
}

describe('the ports of the shop', () => {
  it('are those the user chose', async () => {
    const chosen = await freePorts();
    const { instances: placed, moved } = await placePorts(all, chosen);
    expect(new Map(placed.map(({ name, port }) => [name, port]))).toEqual(chosen);
    expect(moved).toEqual([]);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::'])('move for a service whose port is held on %s', async host => {
    const port = await taken(host);
    const chosen = await freePorts();
    chosen.delete('search');
    const here = all.map(each => (each.name === 'search' ? { ...each, port } : each));

    const { instances: placed, moved } = await placePorts(here, chosen);

    expect(placed.find(({ name }) => name === 'search')!.port).not.toBe(port);
    expect(moved).toMatchObject(
      [{ name: 'search', because: `${port} is held by process ${process.pid} (` }].map(({ name, because }) => ({
        name,
        because: expect.stringContaining(because),
      })),
    );
  });

  it.each(['127.0.0.1', '::1', '::'])(
    'do not move where people open them: one that is held on %s is refused, and its holder named',
    async host => {
      const port = await taken(host);
      const chosen = (await freePorts()).set('storefront', port);
      const start = placePorts(all, chosen);
      await expect(start).rejects.toThrow(PortError);
      await expect(start).rejects.toThrow(
        `Port ${port}, where storefront listens, is held by process ${process.pid} (`,
      );
      await expect(start).rejects.toThrow(`--ports storefront=`);
    },
  );

  it('are one for each process', async () => {
    const chosen = await freePorts();
    const twice = chosen.set('storefront', chosen.get('search')!);
    await expect(placePorts(all, twice)).rejects.toThrow('is held by another process of the shop');
  });

  it('belong to processes that exist', async () => {
    await expect(placePorts(all, new Map([['shop', 9080]]))).rejects.toThrow(ArgumentError);
  });
});
