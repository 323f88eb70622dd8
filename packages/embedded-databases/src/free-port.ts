import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Ports below those that the kernel gives to outgoing connections (32,768 and up on Linux): a process that restarts on its port
 * must not find it taken by a client that was connecting to something else in the meantime.
 */
const PICKED_FROM = { lowest: 15_000, highest: 32_767 };
const ATTEMPTS = 50;

/**
 * Returns a port of 127.0.0.1 on which no process listens: the preferred one if it is free, else a random one below 32,768.
 *
 * @throws Error 50 random ports were taken
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(PICKED_FROM.lowest, PICKED_FROM.highest + 1);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port on 127.0.0.1');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)));
  });
}
