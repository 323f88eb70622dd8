import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { shopUrl } from '../addresses.ts';

const PATIENCE_MS = 10_000;
const paths = ['/', '/products/kayak-deck-compass', '/search?q=winch', '/stores', '/basket', '/journal'];

/** What became of the pages that were asked for. */
export interface Served {
  pages: number;
  whole: number;
  degraded: number;
  /** An error, half a page, or nothing within 10 s; with what it was. */
  failed: string[];
}

/** Visitors who come at fixed times, whether those before have been served or not, until they are sent home. */
export class Load {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly served: Served = { pages: 0, whole: 0, degraded: 0, failed: [] };
  private readonly running: Promise<void>[] = [];
  private isOver = false;
  private readonly coming: Promise<void>;

  constructor(perSecond: number) {
    this.coming = this.come(perSecond);
  }

  /** Waits for the last page. */
  async end(): Promise<Served> {
    this.isOver = true;
    await this.coming;
    await Promise.all(this.running);
    this.agent.destroy();
    return this.served;
  }

  private async come(perSecond: number): Promise<void> {
    const startMs = performance.now();
    for (let n = 0; !this.isOver; n += 1) {
      const earlyMs = startMs + (n * 1000) / perSecond - performance.now();
      if (earlyMs > 0) await sleep(earlyMs);
      this.running.push(this.visit(paths[n % paths.length] ?? '/'));
    }
  }

  private async visit(path: string): Promise<void> {
    this.served.pages += 1;
    try {
      const { status, html } = await this.open(path);
      if (status >= 500 || !html.trimEnd().endsWith('</html>')) this.served.failed.push(`${path}: ${status}`);
      else if (/data-state="(?!ok")/.test(html)) this.served.degraded += 1;
      else this.served.whole += 1;
    } catch (error) {
      this.served.failed.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private open(path: string): Promise<{ status: number; html: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; html: string }>();
    const options = { agent: this.agent, signal: AbortSignal.timeout(PATIENCE_MS), headers: { accept: 'text/html' } };
    get(new URL(path, shopUrl), options, answer => {
      let html = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (html += piece));
      answer.once('error', reject);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, html }));
    }).once('error', reject);
    return promise;
  }
}
