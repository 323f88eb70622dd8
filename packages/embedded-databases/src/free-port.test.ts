import { createServer } from 'node:net';
import { freePort } from './free-port.ts';

describe('a free port', () => {
  it('is below those of outgoing connections, so that a restarted process finds it free again', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
    expect(Math.max(...ports)).toBeLessThan(32_768);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(15_000);
  });

  it('is the preferred one, or another when a process listens there', async () => {
    const port = await freePort();
    expect(await freePort(port)).toBe(port);
    const taken = createServer();
    await new Promise<void>(resolve => void taken.listen(port, '127.0.0.1', resolve));
    expect(await freePort(port)).not.toBe(port);
    await new Promise(resolve => taken.close(resolve));
  });
});
