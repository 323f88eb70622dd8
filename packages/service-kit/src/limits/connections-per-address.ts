import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clientOf, type TrustedProxies } from './client-address.ts';
import { limitsAreOn } from './limits-switch.ts';

interface Options {
  most: number;
  /** A proxy has the connections of all its visitors. */
  proxies: TrustedProxies;
}

/** A request and its answer. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Bounds the connections of one address. Beyond it the oldest one is closed whose request, or whose next request, has not arrived
 * yet; if all wait for answers, the new one.
 *
 * So half heads and unused connections of one visitor never keep out another one behind the same address.
 */
export function boundConnections(server: Server, { most, proxies }: Options): void {
  const byAddress = new Map<string, Set<Socket>>();
  // By the other end, because a connection with TLS has two sockets.
  const exchanges = new Map<string, readonly Exchange[]>();
  const underWay = (end: string) => (exchanges.get(end) ?? []).filter(({ response }) => !response.closed);
  const isAnswered = (socket: Socket) => underWay(otherEnd(socket)).some(({ request }) => request.complete);

  server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    if (proxies.includes(peer)) return;
    const address = clientOf(peer, undefined, proxies);
    const open = byAddress.get(address) ?? new Set();
    if (open.size >= most && limitsAreOn()) {
      const oldest = [...open].find(each => !isAnswered(each)) ?? socket;
      open.delete(oldest);
      oldest.destroy();
      if (oldest === socket) return;
    }
    byAddress.set(address, open.add(socket));
    const end = otherEnd(socket);
    exchanges.set(end, []);
    socket.once('close', () => {
      exchanges.delete(end);
      open.delete(socket);
      if (open.size === 0 && byAddress.get(address) === open) byAddress.delete(address);
    });
  });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Looked through here, because a further listener for the end of each answer would be too many.
    const end = otherEnd(request.socket);
    if (exchanges.has(end)) exchanges.set(end, [...underWay(end), { request, response }]);
  });
}

const otherEnd = ({ remoteAddress = '', remotePort = 0 }: Socket) => `${remoteAddress} ${remotePort}`;
