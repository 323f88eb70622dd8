import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE, seeded } from '@watertight/resilience';
import { WorstPages } from '@watertight/trace-store';
import { config } from '../config.ts';
import { Arrivals } from './arrivals.ts';
import { Browser, type SeenPage } from './browser.ts';
import { shopIsWhole } from './shop-is-whole.ts';
import { Shoppers, type WhatShoppersGet } from './shoppers.ts';
import { verdictOn } from './verdict.ts';
import { Visitor } from './visitor.ts';

const SEED = 1912;
/** So many may be waiting for their pages; who comes then finds the door shut, and counts as failed. */
const MOST_WAITING = 400;
const LOOK_AGAIN_MS = 250;
/** A shop that never becomes whole gets its visitors as well. */
const LONGEST_WAIT_MS = 1 * MINUTE;

/** People who look at the shop all the time, so that breakers open, limits are measured and charts move. Of the twin as many. */
@Injectable()
export class Visitors implements OnModuleDestroy {
  /** What they saw: known here also where the traces themselves are kept elsewhere. */
  readonly pages = new WorstPages();
  private readonly shops = [
    { shop: 'the shop', url: config.storefrontUrls[0] },
    ...(config.twinUrl === null ? [] : [{ shop: 'the twin', url: config.twinUrl }]),
  ].map(({ shop, url = '' }) => {
    const browser = new Browser(url);
    // Both see the same wishes in the same order: what differs is what they get.
    return {
      browser,
      visitor: new Visitor(browser, seeded(SEED)),
      shoppers: new Shoppers(shop),
      pages: this.pages,
      waiting: 0,
    };
  });

  private readonly arrivals = new Arrivals(seeded(SEED + 1), () => {
    for (const shop of this.shops) {
      if (shop.waiting >= MOST_WAITING) shop.shoppers.note('failed');
      else void shop.visitor.come(page => see(page, shop));
    }
  });

  private rate = config.visitorsPerSecond;
  private isSetByHand = false;

  constructor() {
    void this.comeWhenWhole();
  }

  /** How many shall come; they come at once, but for those of the start. */
  get perSecond(): number {
    return this.rate;
  }

  set perSecond(rate: number) {
    this.isSetByHand = true;
    this.rate = rate;
    this.arrivals.rate = rate;
  }

  read(): readonly WhatShoppersGet[] {
    return this.shops.map(({ shoppers }) => shoppers.read());
  }

  /** A crowd in a shop that is still starting would open its breakers, and make the first real visitor's page a worse one. */
  private async comeWhenWhole(): Promise<void> {
    const giveUpAtMs = performance.now() + LONGEST_WAIT_MS;
    while (this.rate > 0 && performance.now() < giveUpAtMs) {
      const whole = await Promise.all(this.shops.map(({ browser }) => shopIsWhole(browser)));
      if (this.isSetByHand) return;
      if (!whole.includes(false)) break;
      await sleep(LOOK_AGAIN_MS);
    }
    this.arrivals.rate = this.rate;
  }

  onModuleDestroy(): void {
    this.perSecond = 0;
    for (const { browser } of this.shops) browser.close();
  }
}

interface Visited {
  readonly shoppers: Shoppers;
  readonly pages: WorstPages;
  /** Of its own: who waits for a twin that hangs keeps nobody from the shop. */
  waiting: number;
}

async function see(page: Promise<SeenPage>, shop: Visited): Promise<SeenPage> {
  const startMs = performance.now();
  shop.waiting += 1;
  try {
    const seen = await page;
    const verdict = verdictOn(seen);
    const { path, traceId, tookMs } = seen;
    shop.shoppers.note(verdict, tookMs);
    if (traceId !== undefined)
      shop.pages.add({ traceId, shop: shop.shoppers.shop, path, tookMs, failed: verdict === 'failed' });
    return seen;
  } catch (error) {
    shop.shoppers.note('failed', performance.now() - startMs);
    throw error;
  } finally {
    shop.waiting -= 1;
  }
}
