import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** So many further requests are dropped before the connection ends at once. Node reads hundreds in one piece, and keeps all of them. */
const MOST_DROPPED = 16;

/** The request of a connection that is being answered. */
interface Current {
  readonly response: ServerResponse;
  dropped: number;
}

/**
 * Answers one request of a connection at a time. What was sent before the answer to another is dropped, and the connection ends after
 * that answer: the client sends it again on a new one (pipelining: RFC 9112, section 9.3.2).
 *
 * No browser pipelines. Node would begin all of them at once, so that one visitor with few connections has hundreds of pages made.
 */
export function refusePipelining(server: Server): void {
  const serve = server.listeners('request') as Serve[];
  const currents = new WeakMap<Socket, Current>();
  server.removeAllListeners('request').on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const current = currents.get(socket);
    // Not `closed`: a client may have the whole answer before we learn that it was sent.
    if (current === undefined || (current.dropped === 0 && current.response.writableEnded)) {
      currents.set(socket, { response, dropped: 0 });
      for (const listener of serve) listener.call(server, request, response);
      return;
    }
    current.dropped += 1;
    request.resume(); // a connection that is closed with bytes unread loses what its client has not read yet
    if (current.dropped === 1) endAfter(current.response, socket);
    if (current.dropped > MOST_DROPPED) socket.destroy();
  });
}

function endAfter(response: ServerResponse, socket: Socket): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
  response.once('close', () => socket.destroySoon());
}
