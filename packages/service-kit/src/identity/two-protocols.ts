import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { constants } from 'node:crypto';
import { MINUTE, SECOND } from '@watertight/resilience';
import { securityEvent } from '../security/security-events.ts';
import { nameIn, type OwnIdentity, type TlsFiles } from './own-identity.ts';

/** How long a connection may take to say its first byte, and to shake hands. */
const FIRST_BYTE_MS = 10 * SECOND;
/** The type of the first record of a TLS connection (RFC 8446, section 5.1); no HTTP request begins with it. */
const HANDSHAKE = 0x16;

/** Our own callers keep a connection for 36 s at most. */
const PROVEN_FOR_MS = 2 * MINUTE;

interface Proven {
  readonly name: string;
  readonly sinceMs: number;
}
const callers = new WeakMap<Socket, Proven>();

/** The service at the other end of a connection, as its certificate says; undefined without TLS. */
export const provenCaller = (socket: Socket): string | undefined => callers.get(socket)?.name;

/** Whether a proof is so old that the caller should open another connection: its certificate may be believed no more. */
export function isProofOld(socket: Socket, nowMs = performance.now()): boolean {
  const proven = callers.get(socket);
  return proven !== undefined && nowMs - proven.sinceMs > PROVEN_FOR_MS;
}

/**
 * Lets an HTTP server answer TLS on its port too, to callers with a certificate of the shop: others get no connection.
 *
 * Plain HTTP stays for probes and browsers; who may ask what without a certificate is not decided here.
 * Returns how to end connections that have said nothing yet, or have not proved themselves.
 */
export function answerTls(server: Server, identity: OwnIdentity): () => void {
  const speakHttp = server.listeners('connection') as ((socket: Socket) => void)[];
  const tls = createServer(tlsOptions(identity.current));
  // By the other end, because a connection with TLS has two sockets.
  const silent = new Map<string, Socket>();
  identity.onRotation(files => tls.setSecureContext(tlsOptions(files)));
  tls.on('tlsClientError', ({ code = 'unknown' }: NodeJS.ErrnoException, { remoteAddress }) =>
    securityEvent('certificate', { code, from: remoteAddress }),
  );
  tls.on('secureConnection', (socket: TLSSocket) => {
    const certificate = socket.getPeerX509Certificate();
    const name = certificate && nameIn(certificate);
    if (name === undefined) return void socket.destroy();
    silent.delete(otherEnd(socket));
    callers.set(socket, { name, sinceMs: performance.now() });
    for (const listener of speakHttp) listener.call(server, socket);
  });
  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    const end = otherEnd(socket);
    silent.set(end, socket);
    const forget = () => silent.delete(end);
    const leave = () => void socket.destroy();
    socket.once('close', forget).on('error', leave).setTimeout(FIRST_BYTE_MS, leave);
    socket.once('data', (first: Buffer) => {
      socket.off('error', leave).off('timeout', leave).setTimeout(0).pause().unshift(first);
      if (first[0] === HANDSHAKE) {
        // An HTTP server leaves its sockets half open, and ends them itself. A handshake whose client has left would stay for ever.
        socket.allowHalfOpen = false;
        return void tls.emit('connection', socket);
      }
      socket.off('close', forget);
      forget();
      for (const listener of speakHttp) listener.call(server, socket);
      socket.resume();
    });
  });
  return () => silent.forEach(socket => socket.destroy());
}

const otherEnd = ({ remoteAddress = '', remotePort = 0 }: Socket) => `${remoteAddress} ${remotePort}`;

const tlsOptions = (files: TlsFiles): TlsOptions => ({
  ...files,
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.3',
  handshakeTimeout: FIRST_BYTE_MS,
  // A session that is resumed would outlive the authority that was trusted when it began.
  secureOptions: constants.SSL_OP_NO_TICKET,
});
