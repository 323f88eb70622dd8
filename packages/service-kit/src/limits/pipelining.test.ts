import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { leakCheck, until } from '@watertight/testing';
import { refusePipelining } from './pipelining.ts';

/** More than the kernel keeps for a client that does not read. */
const LARGE = 'x'.repeat(16 * 1024 * 1024);

const begun: { url: string | undefined; response: ServerResponse }[] = [];
const sockets: Socket[] = [];
const server = createServer(({ url }, response) => void begun.push({ url, response }));
refusePipelining(server);

beforeAll(async () => void (await once(server.listen(0, '127.0.0.1'), 'listening')));
afterEach(() => {
  sockets.splice(0).forEach(socket => socket.destroy());
  begun.length = 0;
});
afterAll(() => server.close());

async function open(...paths: string[]): Promise<Socket & { heard: string }> {
  const socket = Object.assign(connect((server.address() as AddressInfo).port, '127.0.0.1'), { heard: '' });
  socket.on('error', () => {}).on('data', piece => (socket.heard += String(piece)));
  sockets.push(socket);
  await once(socket, 'connect');
  send(socket, ...paths);
  return socket;
}
const send = (socket: Socket, ...paths: string[]) =>
  socket.write(paths.map(path => `GET ${path} HTTP/1.1\r\nhost: here\r\n\r\n`).join(''));
const begins = (requests: number) => until(() => begun.length === requests, { withinMs: 2000 });
const hears = (socket: { heard: string }, text: string) => until(() => socket.heard.endsWith(text), { withinMs: 2000 });
const ends = (socket: Socket) => until(() => socket.closed, { withinMs: 2000 });
const urls = () => begun.map(({ url }) => url);

describe('requests that were sent before the answer to the first', () => {
  it.each([
    ['in one piece', async () => open('/first', '/second', '/third')],
    [
      'one by one',
      async () => {
        const socket = await open('/first');
        await begins(1);
        send(socket, '/second');
        send(socket, '/third');
        return socket;
      },
    ],
  ])('%s are dropped, and the connection ends after that answer', async (_, opened) => {
    const socket = await opened();
    await begins(1);
    await hears(await answered(), 'over'); // time for what was sent to arrive
    begun[0]!.response.end('first');
    await ends(socket);
    expect([socket.heard.split('HTTP/1.1').length - 1, socket.heard.endsWith('first')]).toEqual([1, true]);
    expect(urls()).toEqual(['/first', '/other']);
  });

  it('end it after an answer whose head is under way, too', async () => {
    const socket = await open('/first');
    await begins(1);
    begun[0]!.response.writeHead(200, { 'content-length': 10 }).write('first');
    await hears(socket, 'first');
    send(socket, '/second');
    await hears(await answered(), 'over');
    begun[0]!.response.end(' half');
    await ends(socket);
    expect([socket.heard.endsWith('first half'), urls()]).toEqual([true, ['/first', '/other']]);
  });

  it('leave no way in for those that follow while that answer is read', async () => {
    const socket = await open('/first');
    await begins(1);
    socket.pause();
    send(socket, '/second');
    await hears(await answered(), 'over');
    begun[0]!.response.end(LARGE);
    send(socket, '/third');
    await hears(await answered(), 'over');
    socket.resume();
    await ends(socket);
    expect([socket.heard.endsWith(LARGE), urls()]).toEqual([true, ['/first', '/other', '/other']]);
  });

  it('end it at once when they are many', async () => {
    await ends(await open('/first', ...Array.from({ length: 40 }, () => '/more')));
    expect(urls()).toEqual(['/first']);
  });
});

it('a request after the answer is answered on the same connection', async () => {
  const socket = await open('/first');
  for (const [n, path] of ['/second', '/third'].entries()) {
    await begins(n + 1);
    begun[n]!.response.end('here');
    await hears(socket, 'here');
    socket.heard = '';
    send(socket, path);
  }
  await begins(3);
  expect(urls()).toEqual(['/first', '/second', '/third']);
});

/** Another connection, which has its answer. */
async function answered() {
  const before = begun.length;
  const other = await open('/other');
  await begins(before + 1);
  begun[before]!.response.end('over');
  return other;
}

leakCheck();
