import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { connect } from 'node:net';

const ANSWER_WITHIN_MS = 15_000;
const RAW_WITHIN_MS = 1500;

export interface Answer {
  /** 0: no answer, `error` says why. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly error?: string;
  readonly tookMs: number;
}

export interface AskOptions {
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  withinMs?: number;
  /** The address that the request comes from. Default: the one the system chooses. */
  from?: string | undefined;
  /** Over TLS, with the certificate of a service. */
  identity?: Identity | undefined;
}

/** What a service proves itself with, and the name of the service it wants to reach. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
  readonly servername: string;
  /** False: whatever the other end proves. Default true. */
  readonly rejectUnauthorized?: boolean;
}

/** One request on a connection of its own, the address as it is written. Never rejects. */
export function ask(
  method: string,
  url: string,
  { headers = {}, body, withinMs = ANSWER_WITHIN_MS, from, identity }: AskOptions = {},
): Promise<Answer> {
  const startMs = performance.now();
  const { hostname, port, origin } = new URL(url);
  const path = url.slice(origin.length) || '/'; // a URL object would tidy it up
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const none = (error: string) =>
    resolve({ status: 0, headers: {}, text: '', error, tookMs: performance.now() - startMs });
  try {
    const request = identity === undefined ? plainRequest : tlsRequest;
    const sent = request(
      { hostname, port, path, method, headers, agent: false, ...(from && { localAddress: from }), ...identity },
      answer => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        const status = answer.statusCode ?? 0;
        answer.on('error', () => {}); // it was cut: what came stands
        answer.on('close', () =>
          resolve({ status, headers: answer.headers, text, tookMs: performance.now() - startMs }),
        );
      },
    );
    const limit = setTimeout(() => sent.destroy(new Error('no answer in time')), withinMs);
    sent.on('close', () => clearTimeout(limit));
    sent.on('error', (error: NodeJS.ErrnoException) => none(error.code ?? error.message));
    sent.end(body);
  } catch (error) {
    none(String(error)); // Node does not send such a request
  }
  return promise;
}

export type JsonAnswer = Answer & { readonly body: Record<string, unknown> | undefined };

/** The same with JSON both ways; `body` is undefined where the answer is no JSON object. */
export async function askJson(
  method: string,
  url: string,
  json?: unknown,
  headers: OutgoingHttpHeaders = {},
  identity?: Identity,
): Promise<JsonAnswer> {
  const sent = json === undefined ? {} : { body: JSON.stringify(json) };
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await ask(method, url, { headers: { ...type, ...headers }, ...sent, identity });
  try {
    return { ...answer, body: JSON.parse(answer.text) as Record<string, unknown> };
  } catch {
    return { ...answer, body: undefined };
  }
}

/** Bytes to the port of this address; what comes back until it is closed, or silent for `silentMs`. */
export function raw(url: string, bytes: string, silentMs = RAW_WITHIN_MS): Promise<string> {
  const { hostname, port } = new URL(url);
  const { promise, resolve } = Promise.withResolvers<string>();
  let heard = '';
  const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
  socket.setTimeout(silentMs, () => socket.destroy());
  socket.on('data', part => (heard += part.toString('latin1')));
  socket.on('error', () => {}); // the close follows
  socket.on('close', () => resolve(heard));
  return promise;
}

/** Every status line in what came back: two of them where one request was taken for two. */
export const statusesIn = (heard: string): string =>
  [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(match => match[1]).join(' ') || 'nothing';
