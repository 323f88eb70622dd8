import { setTimeout as sleep } from 'node:timers/promises';
import { classifyPage } from '../kit/classify-page.ts';
import { Visitor } from '../visitor.ts';

const LOOK_EVERY_MS = 100;
const paths = ['/products/kayak-deck-compass', '/', '/search?q=winch', '/stores', '/basket', '/journal'];

/** What one newcomer got; `closed`: no answer, because nothing listens yet. */
interface Look {
  readonly atMs: number;
  readonly path: string;
  readonly got: 'closed' | 'whole' | 'degraded' | 'failed';
  readonly why: string;
}

/** People who open one page each, one after the other, from before the shop is there until they are called back. */
export class Newcomers {
  readonly looks: Look[] = [];
  private readonly startMs = performance.now();
  private isOver = false;
  private readonly coming: Promise<void>;

  private readonly shopUrl: string;

  constructor(shopUrl: string) {
    this.shopUrl = shopUrl;
    this.coming = this.come();
  }

  get nowMs(): number {
    return performance.now() - this.startMs;
  }

  /** Opens ten pages from now on, as a visitor does after the shop was announced as open. */
  async tenPages(): Promise<Look[]> {
    const looks: Look[] = [];
    for (let n = 0; n < 10; n += 1) looks.push(await this.look(paths[n % paths.length] ?? '/'));
    return looks;
  }

  async end(): Promise<readonly Look[]> {
    this.isOver = true;
    await this.coming;
    return this.looks;
  }

  private async come(): Promise<void> {
    for (let n = 0; !this.isOver; n += 1) {
      this.looks.push(await this.look(paths[n % paths.length] ?? '/'));
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async look(path: string): Promise<Look> {
    const atMs = this.nowMs;
    try {
      const result = classifyPage(await new Visitor(this.shopUrl).open(path));
      return { atMs, path, got: result.is, why: 'why' in result ? result.why : '' };
    } catch (error) {
      const { cause } = error as Error;
      const code = String((cause as NodeJS.ErrnoException | undefined)?.code ?? error);
      const isClosed = ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes(code); // a published port resets
      return { atMs, path, got: isClosed ? 'closed' : 'failed', why: code };
    }
  }
}
