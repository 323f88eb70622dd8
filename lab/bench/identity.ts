import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldersIn, renewIdentities } from '@watertight/identity';
import { addressVariable, apps } from '@watertight/topology';
import { median } from '../kit/statistics.ts';
import { RealShop, shopApps } from '../kit/real-shop.ts';
import { Visitor } from '../visitor.ts';
import { print, shown } from './figure.ts';
import { cpuMs } from './running-shop.ts';

const PAGE = '/products/kayak-deck-compass';
const WARM_UP = 600;
const PAGES = 300;
const ROUNDS = 9;

/** `npm run bench identity`: what a page costs in a shop whose services prove who they are, beside one whose services do not. */
export async function benchIdentity(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'bench-identity-'));
  await renewIdentities(foldersIn(home), shopApps);
  try {
    await using plain = await open(() => ({}));
    await using proven = await open((name, shop) => withIdentity(name, shop, home));
    const shops = { plain, proven };
    for (const shop of Object.values(shops)) await openPages(shop, WARM_UP);
    const ratios: number[] = [];
    const perPageMs = { plain: [] as number[], proven: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = round % 2 === 0 ? (['plain', 'proven'] as const) : (['proven', 'plain'] as const);
      for (const name of order) perPageMs[name].push(await cpuPerPageMs(shops[name]));
      ratios.push((perPageMs.proven.at(-1) ?? 0) / (perPageMs.plain.at(-1) ?? 1));
    }
    const [without, with_] = [median(perPageMs.plain), median(perPageMs.proven)];
    print({
      what: `CPU of all services per product page with identity (${shown(with_)} ms) and without (${shown(without)} ms), median of ${ROUNDS} × ${PAGES}`,
      value: median(ratios),
      unit: 'x',
      target: 1.05,
    });
  } finally {
    rmSync(home, { recursive: true });
  }
}

const open = (environment: (name: string, shop: RealShop) => Record<string, string>) =>
  new RealShop({ quick: true, environment }).open();

function withIdentity(name: string, shop: RealShop, home: string): Record<string, string> {
  const calls = apps.find(app => app.name === name)?.calls ?? [];
  const addresses = calls
    .filter(callee => shopApps.includes(callee))
    .map(callee => [addressVariable(callee), shop.urlOf(callee).replace('http:', 'https:')]);
  return { IDENTITY: join(home, name), ...Object.fromEntries(addresses) };
}

async function openPages(shop: RealShop, pages: number): Promise<void> {
  const visitor = new Visitor(shop.url);
  for (let page = 0; page < pages; page += 1) {
    const { status } = await visitor.open(PAGE);
    if (status !== 200) throw new Error(`${PAGE} answered ${status}`);
  }
}

async function cpuPerPageMs(shop: RealShop): Promise<number> {
  const total = async () =>
    (await Promise.all(shop.names.map(name => cpuMs(shop.process(name).pid)))).reduce((sum, each) => sum + each, 0);
  const before = await total();
  await openPages(shop, PAGES);
  return ((await total()) - before) / PAGES;
}
