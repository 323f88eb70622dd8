import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { freePort } from '@watertight/embedded-databases';
import { PortTakenError, requireFreePorts } from './ports.ts';

describe('a port the shop needs', () => {
  const holder = createServer();
  afterEach(() => void holder.close());

  it('may be free', async () => {
    await expect(requireFreePorts([{ name: 'search', port: await freePort() }])).resolves.toBeUndefined();
  });

  it.each(['127.0.0.1', '0.0.0.0'])('that is taken on %s is named with its holder', async host => {
    await new Promise<void>(resolve => holder.listen(0, host, resolve));
    const { port } = holder.address() as AddressInfo;

    const start = requireFreePorts([{ name: 'search', port }]);

    await expect(start).rejects.toThrow(PortTakenError);
    await expect(start).rejects.toThrow(`Port ${port}, where search listens, is held by process ${process.pid} (`);
  });
});
