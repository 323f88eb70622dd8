import type { Browser } from './browser.ts';
import { verdictOn } from './verdict.ts';

/** True when results, one of their products and the list of stores come whole. */
export async function shopIsWhole(browser: Browser): Promise<boolean> {
  try {
    const results = await browser.get('/search?q=winch');
    const [, product] = /href="(\/products\/[a-z0-9-]+)"/.exec(results.html) ?? [];
    if (product === undefined) return false;
    const pages = [results, await browser.get(product), await browser.get('/stores')];
    return pages.every(page => verdictOn(page) === 'whole');
  } catch {
    return false; // its port is still closed
  }
}
