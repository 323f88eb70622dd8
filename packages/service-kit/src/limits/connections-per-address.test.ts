import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { leakCheck, until } from '@watertight/testing';
import { TrustedProxies } from './client-address.ts';
import { boundConnections } from './connections-per-address.ts';
import { declareLimits } from './limits-switch.ts';

const sockets: Socket[] = [];
const waiting: ServerResponse[] = [];

/** Four connections an address; `/late` is answered when the test says so. */
function server(proxies: string[] = []) {
  const made = createServer((request, response) => {
    if (request.url === '/late') waiting.push(response);
    else request.resume().on('end', () => response.end('here'));
  });
  boundConnections(made, { most: 4, proxies: new TrustedProxies(proxies) });
  beforeAll(async () => void (await once(made.listen(0, '127.0.0.1'), 'listening')));
  afterAll(() => made.close());
  return () => (made.address() as AddressInfo).port;
}

beforeEach(() => declareLimits(true));
afterEach(() => {
  sockets.splice(0).forEach(socket => socket.destroy());
  waiting.splice(0).forEach(response => response.end());
});

/** A connection that sends this, and from which address of the loopback network. */
async function open(port: number, sent: string, localAddress = '127.0.0.1'): Promise<Socket & { heard: string }> {
  const socket = Object.assign(connect({ port, host: '127.0.0.1', localAddress }), { heard: '' });
  socket.on('error', () => {}).on('data', piece => (socket.heard += String(piece)));
  sockets.push(socket);
  await once(socket, 'connect');
  socket.write(sent);
  return socket;
}
const page = 'GET / HTTP/1.1\r\nhost: here\r\n\r\n';
const late = 'GET /late HTTP/1.1\r\nhost: here\r\n\r\n';
const halfHead = 'GET / HTTP/1.1\r\nx-slow: ';
const halfBody = 'POST / HTTP/1.1\r\nhost: here\r\ncontent-length: 9\r\n\r\nhalf';

const isAnswered = (socket: { heard: string }) =>
  until(() => socket.heard.startsWith('HTTP/1.1 200'), { withinMs: 2000 });
const isClosed = (socket: Socket) => until(() => socket.closed, { withinMs: 2000 });

describe('an address with four connections', () => {
  const port = server();

  it.each([
    ['half a head', halfHead],
    ['half a body', halfBody],
    ['nothing', ''],
  ])('that have sent %s loses the oldest to a new one, which is answered', async (_, sent) => {
    const held: Socket[] = [];
    for (let n = 0; n < 6; n++) held.push(await open(port(), sent));
    await isAnswered(await open(port(), page));
    for (const socket of held.slice(0, 3)) await isClosed(socket);
    expect(held.slice(3).map(({ closed }) => closed)).toEqual([false, false, false]);
  });

  it('that have been answered and are kept loses the oldest of them', async () => {
    const kept = [];
    for (let n = 0; n < 4; n++) kept.push(await open(port(), page));
    for (const socket of kept) await isAnswered(socket);
    await isAnswered(await open(port(), page));
    await isClosed(kept[0]!);
    expect(kept.slice(1).map(({ closed }) => closed)).toEqual([false, false, false]);
  });

  it('that all wait for answers gets no fifth', async () => {
    for (let n = 0; n < 4; n++) await open(port(), late);
    await until(() => waiting.length === 4, { withinMs: 2000 });
    await isClosed(await open(port(), page));
    waiting.splice(0).forEach(response => response.end());
    await isAnswered(await open(port(), page));
  });

  // Elsewhere 127.0.0.1 is the only address of the loopback network.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('takes nothing from another address', async () => {
    for (let n = 0; n < 4; n++) await open(port(), late);
    await until(() => waiting.length === 4, { withinMs: 2000 });
    await isAnswered(await open(port(), page, '127.0.0.2'));
  });

  it('gets more while limits are off', async () => {
    declareLimits(false);
    for (let n = 0; n < 4; n++) await open(port(), late);
    await until(() => waiting.length === 4, { withinMs: 2000 });
    await isAnswered(await open(port(), page));
  });
});

describe('a proxy that is named', () => {
  const port = server(['127.0.0.1']);

  it('has as many connections as it likes', async () => {
    const held = [];
    for (let n = 0; n < 9; n++) held.push(await open(port(), halfHead));
    await isAnswered(await open(port(), page));
    expect(held.map(({ closed }) => closed)).not.toContain(true);
  });
});

leakCheck();
