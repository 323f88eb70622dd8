import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, finding } from './attack.ts';
import { ask } from './wire.ts';

/** What the shop under attack is opened with, so that few connections can fill it. */
export const MAX_IN_FLIGHT = 20;
const READERS = 24;
/** Enough to fill the buffers of the kernel on both sides. */
const REQUESTS = 700;
const FILLS_MS = 8000;
/** An answer that does not move is cut after ten seconds; then the next one of the same connection may begin. */
const WHOLE_WITHIN_MS = 25_000;
const WATCHED = 5;

/** Clients that request pages and read nothing hold their permits only for a while. */
export const slowReaders: Attack = {
  name: 'slow-readers',
  on: 'production',
  async run(target) {
    const { shop } = target;
    const sockets = Array.from({ length: READERS }, () => reader(shop));
    const { host } = new URL(shop);
    const untilMs = performance.now() + FILLS_MS;
    for (let n = 0; n < REQUESTS && performance.now() < untilMs; n += 1) {
      for (const socket of sockets)
        if (!socket.destroyed) socket.write(`GET /stores/bergen HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      await sleep(10);
    }
    const startMs = performance.now();
    const during: number[] = [];
    let inRow = 0;
    while (inRow < WATCHED && performance.now() - startMs < WHOLE_WITHIN_MS * target.patience) {
      const { status } = await ask('GET', shop, { withinMs: 3000 });
      during.push(status);
      inRow = status === 200 ? inRow + 1 : 0;
      await sleep(500);
    }
    const seconds = Math.round((performance.now() - startMs) / 1000);
    sockets.forEach(socket => socket.destroy());
    const refused = during.filter(status => status !== 200).length;
    const observed = `${READERS} connections that read nothing, ${MAX_IN_FLIGHT} requests at once allowed: ${refused} of ${during.length} pages refused in ${seconds} s`;
    return [finding('slow readers', inRow === WATCHED, observed)];
  },
};

function reader(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}); // it is cut: that is what should happen
  return socket.pause();
}
