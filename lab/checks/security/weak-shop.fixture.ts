import type { ServerResponse } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { SeenRequest } from '@watertight/testing';
import type { Target } from './attack.ts';

/** What a weak shop does with a request. */
export type Weak = (request: SeenRequest) => (response: ServerResponse) => void;

/** One answer in HTML. */
export const page =
  (html: string, status = 200, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html);
  };

/** Leads somewhere, as every form that is accepted. */
export const leads = (location = '/account', headers: Record<string, string> = {}) =>
  page('', 303, { location, ...headers });

/** What was typed, wherever it was typed, as it was typed. */
export const typed = ({ path, body }: SeenRequest): string =>
  decodeURIComponent(`${path} ${body.replaceAll('+', ' ')}`.replaceAll(/%(?![0-9a-f]{2})/gi, ''));

/** A target whose every address is this one, and whose databases say what a test lets them say. */
export function weakTarget(url: string, over: Partial<Target> = {}): Target {
  return {
    shop: url,
    room: url,
    urlOf: () => url,
    redisPort: 1, // refuses
    environmentOf: () => ({}),
    dataDir: '/nowhere',
    opsToken: 'the-ops-token',
    patience: 0.02,
    query: <Row extends object>() => Promise.resolve<Row[]>([]),
    databaseUrl: () => 'postgres://nobody@127.0.0.1:1/none',
    owner: () => Promise.resolve(),
    roomPage: () => Promise.resolve(''),
    fallen: () => [],
    ...over,
  };
}

/** Rows for every statement that contains these words; none for the others. */
export const rows =
  (answers: Readonly<Record<string, object[]>>): Target['query'] =>
  <Row extends object>(_database: string, sql: string) =>
    Promise.resolve((Object.entries(answers).find(([words]) => sql.includes(words))?.[1] ?? []) as Row[]);

/** Answers all that arrives with the same bytes, as a server that takes one message for several; without bytes it says nothing, and keeps its end of the connection. */
export async function rawServer(bytes: string, maxConnections = Infinity): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true }, socket => {
    sockets.add(socket);
    socket.on('error', () => {}); // the client leaves as soon as it has heard enough
    socket.on('data', () => bytes !== '' && socket.end(bytes));
  });
  server.maxConnections = maxConnections;
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const close = () => {
    server.close();
    sockets.forEach(socket => socket.destroy());
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}
