import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { shopUrl } from '../addresses.ts';
import { print } from './figure.ts';
import { median } from '../kit/statistics.ts';
import { cpuMs, processes } from './running-shop.ts';

const PAGES = 400;
const WARM_UP = 1000; // until the compiler has seen it all: a shop has been open for longer than a benchmark
const ROUNDS = 5;
const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run bench pages`: size and cost of the product page. */
export async function benchPages(): Promise<void> {
  const path = await someProduct();
  const firstBytes = await firstChunkBytes(path);
  const page = await (await fetch(new URL(path, shopUrl))).text();
  const sheet = /<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"/.exec(page)?.[1] ?? '';
  const css = await (await fetch(new URL(sheet, shopUrl))).text();
  print({
    what: 'product page, compressed, before the first optional section',
    value: firstBytes / 1000,
    unit: 'kB',
    target: 14,
  });
  print({ what: 'scripts in it', value: (page.match(/<script/gi) ?? []).length, unit: 'scripts', target: 0 });
  print({ what: 'style sheet', value: Buffer.byteLength(css) / 1000, unit: 'kB', target: 10 });

  const storefront = (await processes(checkout)).find(({ name }) => name === 'storefront');
  if (storefront === undefined) throw new Error('the supervisor knows no storefront');
  for (let i = 0; i < WARM_UP; i += 1) await firstChunkBytes(path);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await cpuMs(storefront.pid);
    for (let i = 0; i < PAGES; i += 1) await firstChunkBytes(path);
    rounds.push(((await cpuMs(storefront.pid)) - before) / PAGES);
  }
  print({
    what: `CPU of the storefront per product page, median of ${ROUNDS} × ${PAGES}`,
    value: median(rounds),
    unit: 'ms',
    target: 4,
  });
}

async function someProduct(): Promise<string> {
  const results = await (await fetch(new URL('/search?q=winch', shopUrl))).text();
  const path = /href="(\/products\/[a-z0-9-]+)"/.exec(results)?.[1];
  if (path === undefined) throw new Error(`${shopUrl} shows no winch: is the shop open?`);
  return path;
}

/** Compressed bytes of the first chunk: the shell with the critical dependency; each later one brings optional ones. Reads to the end. */
function firstChunkBytes(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(
      new URL(path, shopUrl),
      { headers: { 'accept-encoding': 'gzip', accept: 'text/html' }, timeout: 10_000 },
      answer => {
        let firstBytes = 0;
        answer.on('data', (chunk: Buffer) => (firstBytes ||= chunk.length));
        answer.on('end', () => resolve(firstBytes));
        answer.on('error', reject);
      },
    );
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(`${path}: no answer for 10 s`)));
  });
}
