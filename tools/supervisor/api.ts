import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
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

/**
 * The supervisor's door: `GET /processes` and `POST /processes/:name/:verb?forMs=`, for whoever has the token.
 *
 * Rejects when the port is taken.
 */
export function serveApi(supervisor: Supervisor, { port, token }: { port: number; token: string }): Promise<Server> {
  const server = createServer((request, response) => {
    answer(supervisor, token, request)
      .then(body => send(response, 200, 'application/json', body))
      .catch((error: unknown) => {
        const { status, code, message } = asRefusal(error);
        const problem = { type: `/problems/${code}`, title: code.replaceAll('-', ' '), status, detail: message, code };
        send(response, status, 'application/problem+json', problem);
      });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function answer(supervisor: Supervisor, token: string, request: IncomingMessage): Promise<unknown> {
  if (!isKnown(request, token))
    throw new Refusal(401, 'token-required', 'Send the content of .data/ops-token as a Bearer token.');
  const url = new URL(request.url ?? '/', 'http://supervisor');
  if (request.method === 'GET' && url.pathname === '/processes') return { processes: await supervisor.list() };
  const [, name, verb] = /^\/processes\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
  if (request.method !== 'POST' || !name || !verb)
    throw new Refusal(404, 'not-found', 'There is nothing at this address.');
  if (!isVerb(verb)) throw new Refusal(404, 'not-found', `There is no verb "${verb}"; there are: ${verbs.join(', ')}.`);
  const forMs = forMsFrom(url.searchParams.get('forMs'));
  const env = envFrom(await bodyOf(request));
  return supervisor.act(name, verb, { ...(forMs !== undefined && { forMs }), env });
}

function isKnown(request: IncomingMessage, token: string): boolean {
  const expected = Buffer.from(`Bearer ${token}`);
  const given = Buffer.from(request.headers.authorization ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
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

/** What a process may be started with. With any other variable, such as NODE_OPTIONS, the token would be enough to run code. */
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
