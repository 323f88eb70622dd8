import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { shopUrl } from '../addresses.ts';
import { stateOf, Visitor } from '../visitor.ts';

const run = promisify(execFile);
const HEALED_WITHIN_MS = 60_000;
const LATE_MS = 2500;
const apps = ['storefront', 'search', 'checkout', 'profile', 'payment', 'recommendations', 'comments', 'bank'];
const databases = ['postgres', 'redis'];
const PRODUCT = '/products/kayak-deck-compass';

type Deed = (name: string) => Promise<unknown>;

/** What is done to a container, and what undoes it. */
const troubles: [name: string, cause: Deed, cure: Deed | undefined][] = [
  ['kill', name => compose('kill', name), name => compose('start', name)],
  ['stop', name => compose('stop', name), name => compose('start', name)],
  ['pause', name => compose('pause', name), name => compose('unpause', name)],
  ['restart', name => compose('restart', name), undefined],
  ['disconnect', disconnect, connect],
];

const networkOf = (name: string) => `watertight_${databases.includes(name) ? 'databases' : 'shop'}`;
const containerOf = (name: string) => `watertight-${name}-1`;

function disconnect(name: string): Promise<unknown> {
  return run('docker', ['network', 'disconnect', networkOf(name), containerOf(name)], { timeout: 30_000 });
}

/** Under the name by which the others know it. */
function connect(name: string): Promise<unknown> {
  const words = ['network', 'connect', '--alias', name, networkOf(name), containerOf(name)];
  return run('docker', words, { timeout: 30_000 });
}

/** What of a product page may be away while a container is; `page`: the page itself. */
const touches: Record<string, readonly string[]> = {
  storefront: ['page'],
  search: ['product', 'recommendations'],
  checkout: ['stock', 'basket'],
  profile: ['account'],
  recommendations: ['recommendations'],
  comments: ['comments'],
  postgres: ['product', 'stock', 'recommendations', 'comments', 'basket', 'account'],
};
const sections = ['product', 'stock', 'recommendations', 'comments', 'basket', 'account'];

const compose = async (...args: string[]) => (await run('docker', ['compose', ...args], { timeout: 120_000 })).stdout;

interface Look {
  wrong: string | undefined;
  away: string[];
}

/** Looks at the product page as any visitor would; `mayBeAway` by what is broken right now. */
async function look(mayBeAway: readonly string[]): Promise<Look> {
  try {
    const page = await new Visitor(shopUrl).open(PRODUCT);
    const away = sections.filter(id => stateOf(page, id) !== 'ok');
    const unexpected = away.filter(id => !mayBeAway.includes(id));
    const wrong =
      page.status >= 500 && !mayBeAway.includes('product')
        ? `status ${page.status}`
        : page.endMs > LATE_MS
          ? `${Math.round(page.endMs)} ms`
          : unexpected.length > 0
            ? `without ${unexpected.join(', ')}`
            : undefined;
    return { wrong, away };
  } catch (error) {
    return { wrong: mayBeAway.includes('page') ? undefined : String(error), away: ['page'] };
  }
}

async function healedAfterMs(): Promise<number | undefined> {
  const startMs = performance.now();
  for (;;) {
    const { wrong, away } = await look([]);
    const afterMs = performance.now() - startMs;
    if (wrong === undefined && away.length === 0) return afterMs;
    if (afterMs > HEALED_WITHIN_MS) return undefined;
    await sleep(250);
  }
}

/** Restarts that nobody asked for: a crash loop is never the way to wait for a database. */
async function restartsOf(): Promise<number> {
  const ids = (await compose('ps', '--all', '--quiet')).split('\n').filter(Boolean);
  const counts = (await run('docker', ['inspect', '--format', '{{.RestartCount}}', ...ids])).stdout;
  return counts.split('\n').reduce((sum, count) => sum + Number(count), 0);
}

let wrong = 0;
const before = await restartsOf();
for (const name of [...apps, ...databases]) {
  for (const [trouble, cause, cure] of troubles) {
    await cause(name);
    const { wrong: mistake, away } = await look(touches[name] ?? []);
    await cure?.(name);
    const healedMs = await healedAfterMs();
    const isRight = mistake === undefined && healedMs !== undefined;
    if (!isRight) wrong += 1;
    const healed = healedMs === undefined ? 'never healed' : `healed in ${Math.round(healedMs)} ms`;
    const seen = mistake ?? (away.length === 0 ? 'whole' : `without ${away.join(', ')}, and says so`);
    process.stdout.write(`${isRight ? 'right' : 'WRONG'}  ${`${trouble} ${name}`.padEnd(26)}  ${seen}; ${healed}\n`);
  }
}
const unasked = (await restartsOf()) - before;
const rows = troubles.length * (apps.length + databases.length);
process.stdout.write(`\n${rows - wrong} of ${rows} right, ${unasked} restarts that nobody asked for\n`);
process.exitCode = wrong === 0 && unasked === 0 ? 0 : 1;
