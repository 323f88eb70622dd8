import { Agent, request } from 'node:http';
import { SECOND } from '@watertight/resilience';

/** A page as a visitor receives it. */
export interface OpenedPage {
  readonly path: string;
  readonly status: number;
  readonly html: string;
  readonly location: string | undefined;
  /** `name=value` of the cookies it set, as they are sent back. */
  readonly cookie: string | undefined;
  /** From its `Server-Timing` header; undefined if it has none. */
  readonly traceId: string | undefined;
  /** From the click to the last byte, in ms. */
  readonly tookMs: number;
}

/** Longer than any page may take: paying has 9 s. */
const TIMEOUT_MS = 12 * SECOND;
const MAX_BYTES = 1024 * 1024;

/**
 * Opens pages as a browser without script does.
 *
 * On purpose without a policy: a visitor has no breaker, and requests a page of a shop that was down a second ago.
 */
export class Browser {
  private readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });

  constructor(readonly origin: string) {}

  get(path: string, cookie = ''): Promise<OpenedPage> {
    return this.send('GET', path, cookie);
  }

  post(path: string, fields: Record<string, string>, cookie = ''): Promise<OpenedPage> {
    return this.send('POST', path, cookie, new URLSearchParams(fields).toString());
  }

  close(): void {
    this.agent.destroy();
  }

  /** @throws Error if the whole page has not arrived within 12 s */
  private send(method: string, path: string, cookie: string, body = ''): Promise<OpenedPage> {
    const startMs = performance.now();
    const { promise, resolve, reject } = Promise.withResolvers<OpenedPage>();
    const headers = {
      accept: 'text/html',
      'sec-fetch-site': 'same-origin',
      ...(cookie !== '' && { cookie }),
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const sent = request(new URL(path, this.origin), { method, headers, agent: this.agent, signal }, answer => {
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
          cookie: answer.headers['set-cookie']?.map(line => line.split(';')[0]).join('; '),
          traceId: /traceparent;desc="00-([0-9a-f]{32})-/.exec(String(answer.headers['server-timing']))?.[1],
          tookMs: performance.now() - startMs,
        }),
      );
    });
    sent.once('error', reject).end(body);
    return promise;
  }
}
