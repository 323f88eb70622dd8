/** What a visitor got: the whole page, and when. */
export interface Page {
  status: number;
  html: string;
  url: string;
  /** From the click, redirects included. */
  firstByteMs: number;
  endMs: number;
  /** One per request, redirects included: a form's own trace is the first. */
  traceIds: string[];
}

/** One answer, before any redirect is followed. */
export interface Answered extends Page {
  location: string | null;
}

interface Init {
  method: string;
  body?: string;
  headers?: Record<string, string>;
}

const LONGEST_MS = 15_000;
const MAX_REDIRECTS = 5;

/** A visitor with a browser and without JavaScript: keeps cookies, follows redirects, submits forms. */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  private readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  open(path: string): Promise<Page> {
    return this.go(path, { method: 'GET' });
  }

  /** Sends a form of the shop's own page. */
  submit(path: string, fields: Record<string, string>): Promise<Page> {
    return this.go(path, this.form(new URLSearchParams(fields).toString()));
  }

  /** Makes a customer and signs in; the page after that. */
  async register(customer: { name: string; email: string; password: string }): Promise<Page> {
    const { email, password } = customer;
    const form = hiddenFields(await this.submit('/register', customer), '/sign-in');
    return this.submit('/sign-in', { ...form, email, password });
  }

  /** Sends what no browser sends: `body` as it is, with these headers (undefined: without), and follows nothing. */
  send(path: string, body: string, changed: Record<string, string | undefined> = {}): Promise<Answered> {
    const { headers, ...init } = this.form(body);
    const kept = Object.entries({ ...headers, ...changed }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    return this.ask(new URL(path, this.origin), { ...init, headers: Object.fromEntries(kept) }, performance.now());
  }

  /** What the browser would send along. */
  get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private form(body: string): Init {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      origin: this.origin,
    };
    return { method: 'POST', body, headers };
  }

  private async go(path: string, init: Init): Promise<Page> {
    const startMs = performance.now();
    const traceIds: string[] = [];
    let next = { url: new URL(path, this.origin), init };
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const page = await this.ask(next.url, next.init, startMs);
      traceIds.push(...page.traceIds);
      if (page.location === null) return { ...page, traceIds };
      next = { url: new URL(page.location, next.url), init: { method: 'GET' } };
    }
    throw new Error(`${path}: more than ${MAX_REDIRECTS} redirects`);
  }

  private async ask(url: URL, init: Init, startMs: number): Promise<Answered> {
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(LONGEST_MS),
      headers: { cookie: this.cookieHeader, accept: 'text/html', ...init.headers },
    });
    this.keepCookies(answer.headers.getSetCookie());
    const isRedirect = answer.status >= 300 && answer.status < 400;
    const location = isRedirect ? answer.headers.get('location') : null;
    return { ...(await read(answer, startMs)), traceIds: traceIdsOf(answer), location };
  }

  private keepCookies(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

async function read(answer: Response, startMs: number): Promise<Omit<Page, 'traceIds'>> {
  const decoder = new TextDecoder();
  let firstByteMs = NaN;
  let html = '';
  for await (const chunk of answer.body ?? []) {
    if (Number.isNaN(firstByteMs)) firstByteMs = performance.now() - startMs;
    html += decoder.decode(chunk as Uint8Array, { stream: true });
  }
  const endMs = performance.now() - startMs;
  return {
    status: answer.status,
    html,
    url: answer.url,
    firstByteMs: Number.isNaN(firstByteMs) ? endMs : firstByteMs,
    endMs,
  };
}

function traceIdsOf(answer: Response): string[] {
  const [, traceId] = /traceparent;desc="?00-([0-9a-f]{32})/.exec(answer.headers.get('server-timing') ?? '') ?? [];
  return traceId === undefined ? [] : [traceId];
}

/** `ok`, `stale`, `substitute`, `unavailable`, or undefined when the page has no such section. */
export function stateOf({ html }: Page, section: string): string | undefined {
  const tag = new RegExp(`<section\\b[^>]*\\bid="${section}"[^>]*>`).exec(html)?.[0];
  return tag === undefined ? undefined : /\bdata-state="([a-z]+)"/.exec(tag)?.[1];
}

/** Every hidden field of the form that posts to `action`. */
export function hiddenFields({ html }: Pick<Page, 'html'>, action: string): Record<string, string> {
  const form = new RegExp(`<form\\b[^>]*action="${action}"[^>]*>([\\s\\S]*?)</form>`).exec(html)?.[1] ?? '';
  const inputs = form.match(/<input\b[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(
    inputs.map(tag => [/\bname="([^"]*)"/.exec(tag)?.[1] ?? '', /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '']),
  );
}
