import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ShopPages } from '@watertight/contracts/visitors';
import { MINUTE, seeded } from '@watertight/resilience';
import { WorstPages } from '@watertight/trace-store';
import { Arrivals } from './arrivals.ts';
import { Browser, type OpenedPage } from './browser.ts';
import { classifyPage, isShopWhole } from './classify-page.ts';
import { config } from './config.ts';
import { PageCounter } from './page-counts.ts';
import { Visitor } from './visitor.ts';

const SEED = 1912;
/**
 * The most pages of one shop that visitors wait for; a visitor that comes then counts as a failed page.
 *
 * More than a storefront can hold, which answers 512 requests at once and has 882 permits: the first limit that is reached has to
 * be the shop's own. 100 visitors a second that wait 12 s each would be 1,200.
 */
const MOST_WAITING = 1_000;
const LOOK_AGAIN_MS = 250;
/** A shop that never becomes whole gets its visitors as well. */
const LONGEST_WAIT_MS = 1 * MINUTE;

interface Shop {
  readonly browser: Browser;
  readonly visitor: Visitor;
  readonly counter: PageCounter;
  /** Counted for each shop: pages that hang at the twin keep no visitor from the shop. */
  waiting: number;
}

/** Opens pages all the time, so that breakers open, limits are measured and charts move; of the twin as many. */
@Injectable()
export class Visitors implements OnModuleDestroy {
  readonly pages = new WorstPages();
  private readonly shops: readonly Shop[] = [
    { name: 'the shop', url: config.storefrontUrls[0] },
    ...(config.twinUrl === null ? [] : [{ name: 'the twin', url: config.twinUrl }]),
  ].map(({ name, url = '' }) => {
    const browser = new Browser(url);
    // One seed for both: the twin gets the same requests in the same order, so only the results differ.
    return { browser, visitor: new Visitor(browser, seeded(SEED)), counter: new PageCounter(name), waiting: 0 };
  });

  private readonly arrivals = new Arrivals(seeded(SEED + 1), () => {
    for (const shop of this.shops) {
      if (shop.waiting >= MOST_WAITING) shop.counter.add('failed');
      else void shop.visitor.come(page => this.count(page, shop));
    }
  });

  private rate = config.visitorsPerSecond;
  private isSetByHand = false;

  constructor() {
    void this.comeWhenWhole();
  }

  get perSecond(): number {
    return this.rate;
  }

  /** From now on so many pages a second, without waiting until the shop is whole. */
  set perSecond(rate: number) {
    this.isSetByHand = true;
    this.rate = rate;
    this.arrivals.rate = rate;
  }

  read(): readonly ShopPages[] {
    return this.shops.map(({ counter }) => counter.read());
  }

  /** Load on a shop that is still starting would open its breakers, and degrade the first pages of real visitors. */
  private async comeWhenWhole(): Promise<void> {
    const giveUpAtMs = performance.now() + LONGEST_WAIT_MS;
    while (this.rate > 0 && performance.now() < giveUpAtMs) {
      const whole = await Promise.all(this.shops.map(({ browser }) => isShopWhole(browser)));
      if (this.isSetByHand) return;
      if (!whole.includes(false)) break;
      await sleep(LOOK_AGAIN_MS);
    }
    this.arrivals.rate = this.rate;
  }

  private async count(page: Promise<OpenedPage>, shop: Shop): Promise<OpenedPage> {
    const startMs = performance.now();
    shop.waiting += 1;
    try {
      const opened = await page;
      const result = classifyPage(opened);
      const { path, traceId, tookMs } = opened;
      shop.counter.add(result, tookMs);
      if (traceId !== undefined)
        this.pages.add({ traceId, shop: shop.counter.shop, path, tookMs, failed: result === 'failed' });
      return opened;
    } catch (error) {
      shop.counter.add('failed', performance.now() - startMs);
      throw error;
    } finally {
      shop.waiting -= 1;
    }
  }

  onModuleDestroy(): void {
    this.perSecond = 0;
    for (const { browser } of this.shops) browser.close();
  }
}
