import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isServed } from './door.ts';
import type { Env } from './environment.ts';
import { NotApplicableError, NotStartedError } from './supervised.ts';
import { type Supervisor, UnknownProcessError, type Verb, verbs } from './supervisor.ts';

const MAX_BODY_BYTES = 64 * 1024;
const MAX_FOR_MS = 600_000;

/** A request that is not answered 200: its status, its stable code, and a sentence. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Another supervisor listens there. */
export class SocketTakenError extends Error {}

/**
 * Serves `GET /processes`, `POST /processes/:name/:verb?forMs=` and `POST /keys/rotate` on a Unix socket. Only its owner can open the socket, so a
 * request needs no token, and a client sends none.
 *
 * @throws SocketTakenError another supervisor listens there
 */
export async function serveApi(
  supervisor: Supervisor,
  socketPath: string,
  rotateKeys: () => Promise<void>,
): Promise<Server> {
  if (await isServed(socketPath)) throw new SocketTakenError(`Another supervisor listens on ${socketPath}.`);
  rmSync(socketPath, { force: true }); // left by a supervisor that was killed
  const server = createServer((request, response) => {
    answer(supervisor, request, rotateKeys)
      .then(body => send(response, 200, 'application/json', body))
      .catch((error: unknown) => {
        const { status, code, message } = asRefusal(error);
        const problem = { type: `/problems/${code}`, title: code.replaceAll('-', ' '), status, detail: message, code };
        send(response, status, 'application/problem+json', problem);
      });
  });
  const before = process.umask(0o177); // mode 600 from the first moment on
  try {
    server.listen(socketPath); // makes the file before it returns
  } finally {
    process.umask(before);
  }
  await once(server, 'listening');
  return server;
}

async function answer(
  supervisor: Supervisor,
  request: IncomingMessage,
  rotateKeys: () => Promise<void>,
): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://supervisor');
  if (request.method === 'GET' && url.pathname === '/processes') return { processes: await supervisor.list() };
  if (request.method === 'POST' && url.pathname === '/keys/rotate') return rotateKeys().then(() => ({ rotated: true }));
  const [, name, verb] = /^\/processes\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (request.method !== 'POST' || !name || !verb)
    throw new Refusal(404, 'not-found', 'There is nothing at this address.');
  if (!isVerb(verb)) throw new Refusal(404, 'not-found', `There is no verb "${verb}"; there are: ${verbs.join(', ')}.`);
  const forMs = forMsFrom(url.searchParams.get('forMs'));
  const env = envFrom(await bodyOf(request));
  return supervisor.act(name, verb, { ...(forMs !== undefined && { forMs }), env });
}

const isVerb = (word: string): word is Verb => (verbs as readonly string[]).includes(word);

function forMsFrom(text: string | null): number | undefined {
  if (text === null) return undefined;
  const forMs = Number(text);
  if (Number.isInteger(forMs) && forMs >= 1 && forMs <= MAX_FOR_MS) return forMs;
  throw new Refusal(
    400,
    'invalid-request',
    `forMs="${text}": whole milliseconds from 1 to ${MAX_FOR_MS} are expected.`,
  );
}

/** What a process may be started with. With any other variable, such as NODE_OPTIONS, a request would be enough to run code. */
const allowed = ['CRASH_AT', 'FAULTS'];

/** `{"env":{"NAME":"value"}}`, or nothing. */
function envFrom(body: string): Env {
  if (body === '') return {};
  const isEnv = (value: unknown): value is Env =>
    typeof value === 'object' && value !== null && Object.values(value).every(each => typeof each === 'string');
  try {
    const { env = {} } = JSON.parse(body) as { env?: unknown };
    if (isEnv(env)) return onlyAllowed(env);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // no JSON: told below
  }
  throw new Refusal(400, 'invalid-request', 'The body must be {"env":{"NAME":"value"}} or empty.');
}

function onlyAllowed(env: Env): Env {
  const other = Object.keys(env).find(name => !allowed.includes(name));
  if (other === undefined) return env;
  throw new Refusal(400, 'invalid-request', `env.${other}: one of ${allowed.join(', ')} is expected.`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_BODY_BYTES)
      throw new Refusal(413, 'invalid-request', `A body of at most ${MAX_BODY_BYTES} bytes is expected.`);
  }
  return body;
}

function asRefusal(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof Refusal) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UnknownProcessError) return { status: 404, code: 'process-not-found', message };
  if (error instanceof NotApplicableError) return { status: 409, code: 'not-applicable', message };
  if (error instanceof NotStartedError) return { status: 503, code: 'not-started', message };
  return { status: 500, code: 'internal-error', message };
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
