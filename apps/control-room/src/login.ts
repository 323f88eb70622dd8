import {
  readRoomAuthorization,
  readRoomLink,
  readRoomSession,
  roomLink,
  roomPassMs,
  roomSession,
} from '@watertight/contracts/control-room';
import { SECOND } from '@watertight/resilience';
import { ShopError } from '@watertight/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Routes that have a token of their own, or that probes read; and the one that lets a browser in. */
const WITHOUT_LOGIN = /^\/(ops\/|health\/|metrics$|openapi\.json$|v1\/traces$|enter$)/;

interface Options {
  key: string;
  /** Where browsers reach this control room, for the links that it writes; such as http://localhost:8081. */
  origin: string;
  /** Further routes that need no login: what the refused page itself loads. */
  open: readonly string[];
  /** Receives each link. Undefined where the owner makes the links, because the owner has the key. */
  writeLink?: ((link: string) => void) | undefined;
}

/**
 * Lets in browsers that came by a link, and programs that sign their requests; refuses all others.
 *
 * A link opens the control room once, within ten minutes; a session lasts twelve hours. Both end with the process. It does not
 * know which links the one before it has let in. And while no control room runs, a page that is open sends its session to any
 * program that listens on the port in its place.
 */
export function requireLogin(fastify: FastifyInstance, { key, origin, open, writeLink }: Options): void {
  const cookie = `room-${new URL(origin).port}`; // cookies know no ports: two control rooms on one machine share a jar
  const startedAtMs = Date.now();
  const links = new Links({ key, origin, startedAtMs, write: writeLink });

  fastify.addHook('onRequest', async (request, reply) => {
    const route = request.routeOptions.url ?? '';
    if (WITHOUT_LOGIN.test(route) || open.includes(route) || (await isLetIn(request))) return;
    await links.writeNext();
    void reply.header('www-authenticate', 'Room');
    throw new LoginRequiredError();
  });

  fastify.get<{ Querystring: { key?: unknown } }>('/enter', { exposeHeadRoute: false }, async (request, reply) => {
    const { key: pass } = request.query;
    if (!(await isLetIn(request))) {
      if (typeof pass !== 'string' || !(await links.use(pass))) {
        await links.writeNext();
        throw new LinkNotValidError();
      }
      const maxAge = roomPassMs.session / SECOND;
      const value = await roomSession(key);
      void reply.header('set-cookie', `${cookie}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAge}`);
    }
    return reply.header('cache-control', 'no-store').redirect('/', 303);
  });

  async function isLetIn({ method, url, headers }: FastifyRequest): Promise<boolean> {
    const session = cookieOf(headers.cookie ?? '', cookie);
    const read = session !== undefined ? await readRoomSession(key, session) : undefined;
    if (read !== undefined && read.endsAtMs - roomPassMs.session >= startedAtMs) return true;
    const signed = await readRoomAuthorization(key, headers.authorization ?? '', { method, path: url });
    // Of before this process: a program on the port may have heard it, and would send it once more.
    return signed !== undefined && signed.endsAtMs - roomPassMs.request >= startedAtMs;
  }

  fastify.addHook('onReady', () => links.writeNext());
}

interface LinkOptions {
  key: string;
  origin: string;
  /** No link that was made before is good. */
  startedAtMs: number;
  write: ((link: string) => void) | undefined;
}

/** The links of this process: each is good once, and where they are written to the log there is always a fresh one. */
class Links {
  /** When each link that was used ends, by its id; then it need not be remembered. */
  private readonly used = new Map<string, number>();
  private freshUntilMs = 0;

  constructor(private readonly options: LinkOptions) {}

  /** True for the first who uses it, while it is valid. */
  async use(pass: string): Promise<boolean> {
    const { key, startedAtMs } = this.options;
    const link = await readRoomLink(key, pass);
    const nowMs = Date.now();
    for (const [id, endsAtMs] of this.used) if (endsAtMs <= nowMs) this.used.delete(id);
    if (link === undefined || this.used.has(link.id) || link.endsAtMs - roomPassMs.link < startedAtMs) return false;
    this.used.set(link.id, link.endsAtMs);
    this.freshUntilMs = 0;
    return true;
  }

  /** At the start, and when a request was refused: unless the last one is unused and good for five minutes more. */
  async writeNext(): Promise<void> {
    const { key, origin, write } = this.options;
    if (write === undefined || Date.now() < this.freshUntilMs) return;
    this.freshUntilMs = Date.now() + roomPassMs.link / 2;
    write(await roomLink(key, origin));
  }
}

function cookieOf(header: string, name: string): string | undefined {
  const pairs = header.split(';').map(pair => pair.trim().split('='));
  return pairs.find(([each]) => each === name)?.[1];
}

/** 401. */
class LoginRequiredError extends ShopError {
  constructor() {
    super(
      'The control room opens by a link. npm start has printed one, and npm run shop room prints another. In containers it is in the log of the control room.',
      { code: 'login-required', status: 401 },
    );
  }
}

/** 401. */
class LinkNotValidError extends ShopError {
  constructor() {
    super(
      'This link opens nothing: it was used before, or it is older than ten minutes or than the process of the control room. npm run shop room prints another. In containers it is in the log of the control room.',
      { code: 'link-not-valid', status: 401 },
    );
  }
}
