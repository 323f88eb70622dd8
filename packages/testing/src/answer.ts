import type { ServerResponse } from 'node:http';

/** One request as a fake server received it. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}

/** What a fake server does with one request. Its timers end with the connection. */
export type Answer = (response: ServerResponse) => void;

/** What a fake server may do: everything that a real one does on a bad day. */
export const answer = {
  /** An honest answer; 200 unless told otherwise. */
  json:
    (
      body: unknown,
      { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
    ): Answer =>
    response => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    },

  /** Newline-delimited JSON, and the end of it. */
  lines:
    (...bodies: unknown[]): Answer =>
    response => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.end(bodies.map(body => `${JSON.stringify(body)}\n`).join(''));
    },

  /** Accepts and never says a word. */
  nothing: (): Answer => () => {},

  /** Cuts the connection with a TCP reset (ECONNRESET for the caller). */
  reset: (): Answer => response => {
    response.socket?.resetAndDestroy();
  },

  /** Honest head, then one byte of the body every `everyMs`: alive, and late. */
  drip:
    (body: string, { everyMs }: { everyMs: number }): Answer =>
    response => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.flushHeaders();
      const bytes = Buffer.from(body).values();
      const timer = setInterval(() => {
        const next = bytes.next();
        if (next.done) response.end();
        else response.write(Buffer.of(next.value));
      }, everyMs);
      response.once('close', () => clearInterval(timer));
    },

  /** Half an honest answer, then the connection is cut. */
  half:
    (body: unknown): Answer =>
    response => {
      const text = JSON.stringify(body);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
    },

  /** Bytes that are no HTTP at all. */
  garbage: (): Answer => response => {
    response.socket?.end('\u0000\u0001 this is no HTTP \r\n\r\n');
  },

  /** Honest head, then JSON without end until the caller hangs up. */
  endless: (): Answer => response => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const chunk = `"${'x'.repeat(16_384)}",`;
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour).write('[');
    pour();
  },

  /** Any of these, `ms` later, unless the caller has gone. */
  after:
    (ms: number, then: Answer): Answer =>
    response => {
      const timer = setTimeout(() => then(response), ms);
      response.once('close', () => clearTimeout(timer));
    },
};
