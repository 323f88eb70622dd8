import { Agent, request } from 'node:http';
import { SECOND } from '@watertight/resilience';

/** What a visitor gets to see of a page. */
export interface SeenPage {
  readonly path: string;
  readonly status: number;
  readonly html: string;
  readonly location: string | undefined;
  /** `name=value` of what it set. */
  readonly cookie: string | undefined;
  /** What it says of itself; undefined where it says nothing. */
  readonly traceId: string | undefined;
  /** From the click to the last byte, in ms. */
  readonly tookMs: number;
}

/** Longer than the shop takes for anything: paying has 9 s. */
const PATIENCE_MS = 12 * SECOND;
const MAX_BYTES = 1024 * 1024;

/**
 * Opens pages as a browser does that only reads them.
 *
 * On purpose without a policy: a visitor has no breaker, and comes again to a shop that was down a second ago.
 */
export class Browser {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });

  constructor(readonly origin: string) {}

  get(path: string, cookie = ''): Promise<SeenPage> {
    return this.ask('GET', path, cookie);
  }

  post(path: string, fields: Record<string, string>, cookie = ''): Promise<SeenPage> {
    return this.ask('POST', path, cookie, new URLSearchParams(fields).toString());
  }

  close(): void {
    this.agent.destroy();
  }

  /** @throws Error nothing came, or not all of it within 12 s */
  private ask(method: string, path: string, cookie: string, body = ''): Promise<SeenPage> {
    const startMs = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<SeenPage>();
    const headers = {
      accept: 'text/html',
      'sec-fetch-site': 'same-origin',
      ...(cookie !== '' && { cookie }),
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const asked = request(new URL(path, this.origin), { method, headers, agent: this.agent, signal }, answer => {
      let html = '';
      answer.setEncoding('utf8').on('data', (piece: string) => {
        html += piece;
        if (html.length > MAX_BYTES) answer.destroy(new Error(`a page of more than ${MAX_BYTES} bytes`));
      });
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({
          path,
          status: answer.statusCode ?? 0,
          html,
          location: answer.headers.location,
          cookie: answer.headers['set-cookie']?.[0]?.split(';')[0],
          traceId: /traceparent;desc="00-([0-9a-f]{32})-/.exec(String(answer.headers['server-timing']))?.[1],
          tookMs: performance.now() - startMs,
        }),
      );
    });
    asked.once('error', reject).end(body);
    return promise;
  }
}
