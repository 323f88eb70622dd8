import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from './figure.ts';
import { median } from '../kit/statistics.ts';
import { processes, pssMb, startShop } from './running-shop.ts';

const WARM_RUNS = 3;
const SETTLE_MS = 5000;
const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run bench start`: how long a start takes and what the idle shop holds; `-- --fresh` adds a clone with empty caches. */
export async function benchStart(args: readonly string[]): Promise<void> {
  const first = await startShop({ folder: checkout, withinMs: 180_000 });
  await first.stop();
  const warm: number[] = [];
  let memoryMb = NaN;
  let again = '';
  for (let run = 1; run <= WARM_RUNS; run += 1) {
    const shop = await startShop({ folder: checkout, withinMs: 60_000 });
    warm.push(shop.openAfterMs);
    again = shop.output;
    if (run === WARM_RUNS) {
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
      const apps = (await processes(checkout)).filter(({ kind }) => kind === 'app');
      memoryMb = (await Promise.all(apps.map(({ pid }) => pssMb(pid)))).reduce((sum, each) => sum + each, 0);
    }
    await shop.stop();
  }
  print({
    what: `warm npm start to every page working, median of ${WARM_RUNS}`,
    value: median(warm) / 1000,
    unit: 's',
    target: 10,
  });
  print({ what: 'all processes together, idle, PSS', value: memoryMb, unit: 'MB', target: 700 });
  print({
    what: 'reinstalls and rebuilds on the second start',
    value: (again.match(/^.*(installing|building)\b/gim) ?? []).length,
    unit: 'lines',
    target: 0,
  });
  if (args.includes('--fresh')) await fresh();
}

/** A clone with an empty HOME: nothing of this machine's caches helps it. */
async function fresh(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'watertight-fresh-'));
  try {
    execFileSync('git', ['clone', '--quiet', checkout, join(folder, 'clone')]);
    const shop = await startShop({
      folder: join(folder, 'clone'),
      env: { ...process.env, HOME: folder },
      withinMs: 300_000,
    });
    await shop.stop();
    print({
      what: 'a fresh clone with an empty cache to every page working',
      value: shop.openAfterMs / 1000,
      unit: 's',
      target: 120,
    });
    print({
      what: 'longest time without a line of progress',
      value: shop.longestSilenceMs / 1000,
      unit: 's',
      target: 5,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
