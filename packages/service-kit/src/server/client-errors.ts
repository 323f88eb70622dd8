import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ProblemPage } from '../problems/problem-filter.ts';
import { InvalidRequestError, type ProblemAnswer, problemOf } from '../problems/problems.ts';

/** What Node could not read as a request, by the code of its error; everything else is a 400. */
const STATUS_OF: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
};

/**
 * Answers what never becomes a request (headers too large, no HTTP, late) as every other problem is answered.
 *
 * For fastify's `clientErrorHandler`, whose default answers with a text of its own.
 */
export function clientErrors(page: ProblemPage | undefined) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    void answer(error, socket, page).finally(() => socket.destroy(error));
  };
}

async function answer(error: NodeJS.ErrnoException, socket: Socket, page: ProblemPage | undefined): Promise<void> {
  // An answer that has begun cannot be changed.
  if (error.code === 'ECONNRESET' || !socket.writable || answerUnderWay(socket)?.headersSent === true) return;
  const status = STATUS_OF[error.code ?? ''];
  const known = problemOf(status === undefined ? notHttp() : { status });
  const html = await pageOf(known, page);
  const body = html ?? JSON.stringify(known.problem);
  const headers = {
    ...known.headers,
    ...(html !== undefined && { 'content-type': 'text/html; charset=utf-8' }),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const line = `HTTP/1.1 ${known.problem.status} ${STATUS_CODES[known.problem.status]}\r\n`;
  await new Promise<void>(written => void socket.end(`${line}${head.join('')}\r\n${body}`, written));
}

/** Renders the page for people. Their `Accept` header was not read, so every client of a service for browsers gets it. */
async function pageOf({ problem }: ProblemAnswer, page: ProblemPage | undefined): Promise<string | undefined> {
  const unread = { url: '/', headers: { accept: 'text/html' } } as FastifyRequest;
  try {
    return await page?.(problem, unread);
  } catch {
    return undefined; // then the problem is sent as JSON
  }
}

/** Node keeps the answer of a connection under this name only. */
function answerUnderWay(socket: Socket): ServerResponse | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse })._httpMessage;
}

const notHttp = () => new InvalidRequestError([{ field: 'request', rule: 'HTTP/1.1 expected' }]);

/** Lets a request with an `Expect` other than `100-continue` come the way of all others: Node would refuse it without a body. */
export function takeExpectations(fastify: FastifyInstance): void {
  fastify.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    fastify.server.emit('request', request, response),
  );
}
