import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { roomUrl, shopUrl } from './addresses.ts';
import { entrance } from './kit/room-entry.ts';
import { animatedWebp, type Frame } from './animated-webp.ts';
import { shop } from './shop-verbs.ts';

const PRODUCT = '/products/kayak-deck-compass';
const FRAME_MS = 500;
const RELOADS_EVERY_MS = 1500;
const FOR_MS = 30_000;

/** What is typed, or seen, from when on. */
const scenes: readonly { fromMs: number; says: string; does?: () => Promise<unknown> }[] = [
  { fromMs: 0, says: 'Ten pages a second, all of them whole.' },
  { fromMs: 4000, says: 'npm run shop kill comments', does: () => shop('kill', 'comments') },
  { fromMs: 8000, says: 'The page lacks its comments, and says so. Everything else is as before.' },
  {
    fromMs: 14_000,
    says: 'After five failures in a row the breaker is open: one attempt a second looks whether it is back.',
  },
  { fromMs: 21_000, says: 'npm run shop heal', does: () => shop('heal') },
  { fromMs: 24_500, says: 'The comments are back.' },
];

interface Shot {
  readonly atMs: number;
  readonly says: string;
  /** PNG, base64. */
  readonly page: string;
  readonly room: string;
}

/** Films a product page beside the control room for half a minute, while comments are killed and healed. */
export async function film(browser: Browser, path: string): Promise<void> {
  const page = await opened(browser, `${shopUrl}${PRODUCT}#comments`, { width: 480, height: 830 });
  const room = await opened(browser, `${roomUrl}/?at=storefront.comments`, { width: 1280, height: 800 });
  await room.waitForSelector('#link[data-state=live]');
  const shots = await shoot(page, room);
  const canvas = await browser.newPage();
  const frames = await framesOf(canvas, shots);
  writeFileSync(path, animatedWebp(picture.width, picture.height, frames));
  for (const each of [page, room, canvas]) await each.close();
}

const opened = async (browser: Browser, url: string, viewport: { width: number; height: number }) => {
  const page = await browser.newPage({ viewport, reducedMotion: 'reduce', colorScheme: 'light' });
  if (url.startsWith(roomUrl)) await page.goto(await entrance());
  await page.goto(url, { waitUntil: 'load' });
  return page;
};

async function shoot(page: Page, room: Page): Promise<Shot[]> {
  const shots: Shot[] = [];
  const startedMs = performance.now();
  let [scene, reloadedMs] = [-1, 0];
  for (let atMs = 0; atMs < FOR_MS; atMs = performance.now() - startedMs) {
    const next = scenes[scene + 1];
    if (next !== undefined && atMs >= next.fromMs) {
      scene += 1;
      await next.does?.();
    }
    if (atMs - reloadedMs >= RELOADS_EVERY_MS) {
      reloadedMs = atMs;
      await page.reload({ waitUntil: 'load' });
    }
    const [one, other] = await Promise.all([page.screenshot(), room.screenshot()]);
    const says = scenes[scene]?.says ?? '';
    shots.push({ atMs, says, page: one.toString('base64'), room: other.toString('base64') });
    await sleep(Math.max(0, atMs + FRAME_MS - (performance.now() - startedMs)));
  }
  return shots;
}

/** The page on the left, the control room on the right, and what is said under both. */
const picture = { width: 1200, height: 600, pageWidth: 320, captionTop: 556, quality: 0.55 };

/** Draws each shot, and keeps of it what differs from the one before. */
async function framesOf(canvas: Page, shots: readonly Shot[]): Promise<Frame[]> {
  await canvas.addScriptTag({ path: join(import.meta.dirname, 'film-canvas.js') });
  const frames: Frame[] = [];
  for (const [i, shot] of shots.entries()) {
    const forMs = Math.round((shots[i + 1]?.atMs ?? FOR_MS + 2000) - shot.atMs);
    const drawn: (Omit<Frame, 'webp' | 'forMs'> & { webp: string }) | null = await canvas.evaluate(
      `draw(${JSON.stringify({ ...picture, ...shot })})`,
    );
    const last = frames.at(-1);
    if (drawn !== null) frames.push({ ...drawn, webp: Buffer.from(drawn.webp, 'base64'), forMs });
    else if (last !== undefined) frames[frames.length - 1] = { ...last, forMs: last.forMs + forMs };
  }
  return frames;
}
