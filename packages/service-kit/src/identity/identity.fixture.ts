import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, connect, createServer as listen, type Server as Relay, type Socket } from 'node:net';
import { join } from 'node:path';
import { answerTls, provenCaller } from './two-protocols.ts';
import type { OwnIdentity, TlsFiles } from './own-identity.ts';

const portOf = (server: Server | Relay): number => (server.address() as AddressInfo).port;

/** A service that answers with its caller's name; `heard` gets every body that arrives, `sockets` its connection, and `hold` delays the answer. */
export async function serveCallersName(
  identity: OwnIdentity,
  { heard, sockets, hold }: { heard: string[]; sockets: Socket[]; hold: (body: string) => Promise<void> },
): Promise<{ port: number; close: () => void }> {
  const server = createServer((asked, response) => {
    sockets.push(asked.socket);
    void asked.toArray().then(
      async parts => {
        const body = Buffer.concat(parts).toString();
        heard.push(body);
        await hold(body);
        response.end(provenCaller(asked.socket) ?? 'unproven');
      },
      () => response.destroy(),
    );
  });
  const endSilent = answerTls(server, identity);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    endSilent();
    server.closeAllConnections();
    server.close();
  };
  return { port: portOf(server), close };
}

/** Asks payment on a connection of its own; resolves with the answer or the error's code. */
export function askWith(proof: TlsFiles, port: number, body: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const to = { host: '127.0.0.1', port, servername: 'payment' };
  request({ ...to, method: 'POST', agent: false, ...proof }, answer => {
    void answer.toArray().then(
      parts => resolve(Buffer.concat(parts).toString()),
      () => resolve('cut'),
    );
  })
    .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    .end(body);
  return promise;
}

/** Writes what a thief or another authority would have. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

/** A wire to a port. It keeps what a client sends, and `change` may change it on the way. */
export async function wireTo(
  port: number,
  change: (bytes: Buffer) => Buffer,
): Promise<{ port: number; sent: Buffer[]; close: () => void }> {
  const sent: Buffer[] = [];
  const relay = listen(client => {
    const server = connect(port, '127.0.0.1');
    client.on('data', bytes => {
      sent.push(bytes);
      server.write(change(bytes));
    });
    server.pipe(client);
    const end = () => (client.destroy(), server.destroy());
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  return { port: portOf(relay), sent, close: () => relay.close() };
}
