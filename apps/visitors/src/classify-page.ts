import type { Browser, OpenedPage } from './browser.ts';

/** `whole`: all of the page; `degraded`: a part is unavailable or old; `failed`: an error, half a page, or nothing. */
export type PageResult = 'whole' | 'degraded' | 'failed';

/** Classifies a page by its HTML alone, as any visitor could: nothing else of the shop is consulted. */
export function classifyPage({ status, html }: OpenedPage): PageResult {
  if (status >= 300 && status < 400) return 'whole'; // the form is done, its page is the next one
  if (status >= 500 || !html.trimEnd().endsWith('</html>')) return 'failed';
  return /data-state="(?!ok")/.test(html) ? 'degraded' : 'whole';
}

/** Returns true if results, one of their products and the list of stores are whole. */
export async function isShopWhole(browser: Browser): Promise<boolean> {
  try {
    const results = await browser.get('/search?q=winch');
    const [, product] = /href="(\/products\/[a-z0-9-]+)"/.exec(results.html) ?? [];
    if (product === undefined) return false;
    const pages = [results, await browser.get(product), await browser.get('/stores')];
    return pages.every(page => classifyPage(page) === 'whole');
  } catch {
    return false; // its port is still closed
  }
}
