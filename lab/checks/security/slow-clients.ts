import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Attack, finding, type Target } from './attack.ts';
import { services } from './services.ts';
import { ask } from './wire.ts';

const HEADS = 300;
/** More than MAX_IN_FLIGHT, which is 512. */
const BODIES = 540;
const SETTLE_MS = 1500;
/** The first bytes of a TLS handshake (RFC 8446, section 5.1). */
const HALF_HANDSHAKE = '\x16\x03\x01';
const HANDSHAKES = 100;
const FORGOTTEN_WITHIN_MS = 3000;

/** Clients that send half a head, half a handshake, or a body byte by byte, take no page from the others, and no memory for ever. */
export const slowClients: Attack = {
  name: 'slow-clients',
  run: async target => [await heads(target), await handshakes(target), await bodies(target)],
};

async function heads(target: Target) {
  const places = [target.shop, target.room, ...services.flatMap(name => target.urlOf(name) ?? [])];
  const sockets = places.flatMap(url => open(url, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', HEADS));
  await sleep(SETTLE_MS);
  const page = await ask('GET', target.shop);
  const silent: string[] = [];
  for (const url of places) {
    const { status } = await ask('GET', `${url}/health/live`, { withinMs: 5000 });
    // A port that wants a certificate or a signature has answered as well, in its own way.
    if (status === 0 && !(await accepts(url))) silent.push(new URL(url).port);
  }
  sockets.forEach(socket => socket.destroy());
  const observed = `${HEADS} on each of ${places.length} ports: home ${page.status}; ports that say nothing: ${silent.join(' ') || 'none'}`;
  return finding('half heads', page.status === 200 && silent.length === 0, observed);
}

/** Clients that leave in the middle of a handshake. */
export async function handshakes(target: Target) {
  const ports = services.flatMap(name => target.urlOf(name) ?? []);
  const sockets = ports.flatMap(url => open(url, HALF_HANDSHAKE, HANDSHAKES));
  let opened = 0;
  for (const socket of sockets) socket.once('connect', () => (opened += 1));
  await sleep(SETTLE_MS);
  sockets.forEach(socket => socket.end());
  await sleep(FORGOTTEN_WITHIN_MS);
  const kept = sockets.filter(socket => !socket.closed).length;
  sockets.forEach(socket => socket.destroy());
  const observed = `${HANDSHAKES} on each of ${ports.length} ports, ${opened} opened; kept ${FORGOTTEN_WITHIN_MS} ms after the clients left: ${kept}`;
  return finding('half handshakes', opened > 0 && opened === sockets.length && kept === 0, observed);
}

async function bodies({ shop }: Target) {
  const head = [
    'POST /basket/lines HTTP/1.1',
    `Host: ${new URL(shop).host}`,
    'Sec-Fetch-Site: same-origin',
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 500',
    '',
    'productId=',
  ].join('\r\n');
  const sockets = open(shop, head, BODIES);
  const drip = setInterval(() => sockets.forEach(socket => !socket.destroyed && socket.write('x')), 500);
  await sleep(SETTLE_MS);
  const pages: number[] = [];
  for (const path of ['/', '/search?q=rope', '/basket'])
    pages.push((await ask('GET', shop + path, { withinMs: 5000 })).status);
  clearInterval(drip);
  sockets.forEach(socket => socket.destroy());
  return finding(
    'dripping bodies',
    pages.every(status => status === 200),
    `${BODIES} at once: pages ${pages.join(' ')}`,
  );
}

function open(url: string, bytes: string, count: number): Socket[] {
  const { hostname, port } = new URL(url);
  return Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {}); // the server may close it: that is one right answer
    socket.resume().write(bytes);
    return socket;
  });
}

async function accepts(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(Number(port), hostname, () => resolve(true));
  socket.on('error', () => resolve(false));
  const does = await promise;
  socket.destroy();
  return does;
}
