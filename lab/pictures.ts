import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@watertight/testing/processes';
import type { Browser } from 'playwright-core';
import { roomUrl, shopUrl } from './addresses.ts';
import { openBrowser } from './chromium.ts';
import { film } from './film.ts';
import { breakerOf, press } from './kit/control-room.ts';
import { entrance } from './kit/room-entry.ts';
import { readTrace } from './read-trace.ts';
import { shop } from './shop-verbs.ts';
import { stateOf, Visitor } from './visitor.ts';
import type { JaegerTrace } from './waterfall.ts';

const PRODUCT = '/products/kayak-deck-compass';
const folder = join(import.meta.dirname, '../docs/pictures');

/** `npm run pictures`: breaks the shop that is open, and takes the pictures of docs/pictures anew. */
async function takePictures(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  try {
    await press('/visitors', { perSecond: '10' });
    await shop('heal');
    await film(browser, join(folder, 'half-minute.webp'));
    await shop('freeze', 'recommendations');
    await shop('kill', 'comments');
    const traceId = await tracedPage();
    await take(browser, 'product-under-faults', `${shopUrl}${PRODUCT}?xray`, { part: 'main' });
    await take(browser, 'trace', `${roomUrl}/traces/${traceId}`);
    await until(async () => (await breakerOf('storefront', 'recommendations'))?.state === 'open', { withinMs: 60_000 });
    await take(browser, 'control-room', `${roomUrl}/?at=storefront.recommendations`, {
      once: '#link[data-state=live]',
    });
  } finally {
    await shop('heal');
    await browser.close();
  }
}

/** A page without two of its parts, whose spans have arrived. */
async function tracedPage(): Promise<string> {
  const page = await new Visitor(shopUrl).open(PRODUCT);
  if (stateOf(page, 'recommendations') !== 'substitute' || stateOf(page, 'comments') !== 'unavailable')
    throw new Error('the page is not what a frozen and a killed service make of it');
  const [traceId = ''] = page.traceIds;
  const isPage = ({ spans }: JaegerTrace) => spans.some(({ operationName }) => operationName === 'GET /products/:slug');
  await readTrace(traceId, { enough: isPage, withinMs: 20_000 });
  return traceId;
}

interface Framed {
  /** All of it, in place of what a window of 1280 × 800 shows. */
  part?: string;
  /** What must be there first. */
  once?: string;
}

async function take(browser: Browser, name: string, url: string, { part, once }: Framed = {}): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  try {
    if (url.startsWith(roomUrl)) await page.goto(await entrance());
    await page.goto(url, { waitUntil: 'load' });
    if (once !== undefined) await page.waitForSelector(once);
    const path = join(folder, `${name}.png`);
    await (part === undefined ? page.screenshot({ path }) : page.locator(part).screenshot({ path }));
    process.stdout.write(`${path}\n`);
  } finally {
    await page.close();
  }
}

await takePictures();
