import { Agent, get } from 'node:http';
import { shopUrl } from '../addresses.ts';
import { classifyPage } from '../kit/classify-page.ts';
import { openLoop } from '../kit/open-loop.ts';

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

/** Visitors that arrive at fixed times, whether earlier ones have been served or not, until `end`. */
export class Load {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly served: Served = { pages: 0, whole: 0, degraded: 0, failed: [] };
  private isOver = false;
  private readonly coming: Promise<unknown>;

  constructor(perSecond: number) {
    const call = (n: number) => this.visit(paths[n % paths.length] ?? '/');
    this.coming = openLoop({ perSecond, forMs: () => this.isOver, call });
  }

  /** Waits for the last page. */
  async end(): Promise<Served> {
    this.isOver = true;
    await this.coming;
    this.agent.destroy();
    return this.served;
  }

  private async visit(path: string): Promise<void> {
    this.served.pages += 1;
    try {
      const result = classifyPage(await this.open(path));
      if (result.is === 'failed') this.served.failed.push(`${path}: ${result.why}`);
      else this.served[result.is] += 1;
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
