import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@watertight/testing/processes';
import { shopUrl } from '../addresses.ts';
import { whole } from '../tour/sights.ts';
import { compose, docker } from '../rehearse/compose-shop.ts';
import { Visitor } from '../visitor.ts';
import { print } from './figure.ts';
import { checkout } from './isolation/storefront.ts';

const PRODUCT = '/products/kayak-deck-compass';
const BASE = 'node:24-bookworm-slim';
const MIB = 1024 ** 2;
const OPEN_WITHIN_MS = 120_000;
const SETTLE_MS = 20_000;
/** Neither sources nor wanted by any stage. */
const left = new Set(['node_modules', '.git', '.data', '.tools', '.turbo', 'build', 'dist']);

/** `npm run bench containers`: size and making of the images, opening of the shop, and what it then holds. It ends what `docker compose` runs here. */
export async function benchContainers(): Promise<void> {
  await compose('build');
  await benchImages();
  await benchOneLine();
  await compose('down');
  const startMs = performance.now();
  await compose('up', '--detach');
  await firstWholePage();
  const openMs = performance.now() - startMs;
  print({
    what: 'docker compose up, images there, to the first whole page',
    value: openMs / 1000,
    unit: 's',
    target: 30,
  });
  await sleep(SETTLE_MS);
  await benchMemory();
  await compose('down');
}

async function benchImages(): Promise<void> {
  const sizeOf = async (image: string) => Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
  const images = (await compose('config', '--images')).split('\n').filter(image => image.startsWith('watertight-'));
  const largest = Math.max(...(await Promise.all(images.map(sizeOf))));
  const aboveBase = (largest - (await sizeOf(BASE))) / 1_000_000;
  print({ what: `the largest of ${images.length} images, above its base`, value: aboveBase, unit: 'MB', target: 60 });
}

/** Works in a copy: this checkout is not touched. */
async function benchOneLine(): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'watertight-images-'));
  try {
    cpSync(checkout, copy, { recursive: true, filter: path => !left.has(path.split('/').at(-1) ?? '') });
    const build = () => compose('--project-directory', copy, '--file', join(copy, 'docker-compose.yml'), 'build');
    await build();
    appendFileSync(join(copy, 'apps/search/src/config.ts'), `\nexport const builtAt = ${Date.now()};\n`);
    const startMs = performance.now();
    await build();
    const tookMs = performance.now() - startMs;
    print({
      what: 'building all images again after a change of one line',
      value: tookMs / 1000,
      unit: 's',
      target: 15,
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

async function firstWholePage(): Promise<void> {
  await until(async () => whole(await new Visitor(shopUrl).open(PRODUCT)), { withinMs: OPEN_WITHIN_MS, everyMs: 200 });
}

async function benchMemory(): Promise<void> {
  const ids = (await compose('ps', '--quiet')).split('\n').filter(Boolean);
  const limits = (await docker('inspect', '--format', '{{.HostConfig.Memory}} {{.RestartCount}}', ...ids))
    .trim()
    .split('\n');
  const [memory, restarts] = [0, 1].map(field => limits.reduce((sum, line) => sum + Number(line.split(' ')[field]), 0));
  const used = (await docker('stats', '--no-stream', '--format', '{{.MemUsage}}', ...ids)).trim().split('\n');
  const usedMib = used.reduce((sum, line) => sum + mibOf(line), 0);
  print({
    what: `memory limits of ${ids.length} containers together`,
    value: Number(memory) / MIB / 1024,
    unit: 'GiB',
    target: 2,
  });
  print({ what: 'used with ten visitors a second', value: usedMib / 1024, unit: 'GiB', target: 1.3 });
  print({ what: 'restarts', value: Number(restarts), unit: 'restarts', target: 0 });
}

/** `59.67MiB / 160MiB` */
function mibOf(usage: string): number {
  const [, amount, unit] = /^([\d.]+)([KMG])iB/.exec(usage) ?? [];
  return Number(amount) * ({ K: 1 / 1024, M: 1, G: 1024 }[unit ?? ''] ?? NaN);
}
