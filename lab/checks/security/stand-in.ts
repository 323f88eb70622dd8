import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Identity } from './wire.ts';

/** The key and the certificate of a service that fell. */
type Stolen = Pick<Identity, 'key' | 'cert'>;

const TLS_HANDSHAKE = 0x16;

/** A request as the stand-in heard it, body and headers in one text. */
export type Reply = (heard: { method: string; path: string; body: string }) => { status: number; body: unknown };

/** Listens where a stopped service listened, in plain HTTP and in TLS with a certificate of its own making. */
export class StandIn implements AsyncDisposable {
  /** All that was sent to it in readable form. */
  heard = '';
  requests = 0;
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private readonly door = createServer(socket => this.accept(socket));
  private readonly plain = createHttpServer(this.answer());
  private readonly secure;
  private readonly reply: Reply;

  private constructor(reply: Reply, stolen: Stolen | undefined) {
    this.reply = reply;
    this.secure = createSecure(this.answer(), stolen ?? selfSigned());
  }

  /** @param stolen what another service proves itself with. Default: a certificate that it signs itself */
  static async on(url: string, reply: Reply, stolen?: Stolen): Promise<StandIn> {
    const standIn = new StandIn(reply, stolen);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { hostname, port } = new URL(url);
    standIn.door.once('error', reject).listen(Number(port), hostname, resolve);
    await promise;
    return standIn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.door.close(() => resolve());
    for (const socket of this.sockets) socket.destroy();
    await promise;
  }

  private accept(socket: Socket): void {
    this.connections += 1;
    this.sockets.add(socket);
    socket.on('error', () => {}); // the caller may hang up
    socket.once('close', () => this.sockets.delete(socket));
    socket.once('data', first => {
      socket.pause();
      socket.unshift(first);
      const server = first[0] === TLS_HANDSHAKE ? this.secure : this.plain;
      server?.emit('connection', socket);
      socket.resume();
    });
  }

  private answer(): RequestListener {
    return (request: IncomingMessage, response: ServerResponse) => {
      void text(request).then(
        body => {
          const { method = '', url: path = '', headers } = request;
          this.requests += 1;
          this.heard += `${method} ${path}\n${JSON.stringify(headers)}\n${body}\n`;
          const { status, body: answer } = this.reply({ method, path, body });
          response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
        },
        () => response.destroy(),
      );
    };
  }
}

function createSecure(listener: RequestListener, files: Stolen | undefined) {
  const server = files && createHttpsServer(files, listener);
  server?.on('tlsClientError', () => {}); // it does not believe us: right
  return server;
}

/** Undefined without openssl: then it understands no TLS, and hears nothing of it. */
function selfSigned(): Stolen | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-stand-in-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync('openssl', [...args, ...names, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
