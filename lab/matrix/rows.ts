import type { MatrixShop } from './matrix-shop.ts';
import { type SharedDatabase, sharedDatabases, type Owner, owners, type ShopUnderTest } from './shop-under-test.ts';

/** One thing that breaks in one way. */
export interface Row<Shop extends ShopUnderTest = ShopUnderTest> {
  target: Owner | SharedDatabase | 'storefront';
  kind: string;
  inject: (shop: Shop) => Promise<void> | void;
  /** Where healing the shop is not enough: its databases are no processes of the shop. */
  mend?: (shop: Shop) => Promise<void>;
  /** It may still answer, or answer again, while one looks. */
  mayAnswer?: true;
}

type MatrixRow = Row<MatrixShop>;

/** Longer than any row takes: what ends a fault is that it is healed. */
const FOR_MS = 120_000;
/** Beyond what a page may take, within what paying may. */
const DELAY_MS = 3000;
const NETWORK_DELAY_MS = 2000;

const byTheService: Record<string, object> = {
  hang: {},
  slow: { delayMs: DELAY_MS },
  'slow-after': { delayMs: DELAY_MS },
  error: {},
  'lose-request': {},
  'lose-response': {},
  truncate: {},
  garbage: { mode: 'wrong-shape' },
  giant: {},
  drip: { everyMs: 200 },
};

const serviceRows = (target: Owner): MatrixRow[] => [
  {
    target,
    kind: 'kill',
    inject: shop =>
      shop
        .process(target)
        .kill()
        .then(() => undefined),
  },
  { target, kind: 'freeze', inject: shop => shop.process(target).freeze() },
  ...Object.entries(byTheService).map(([kind, fields]): MatrixRow => {
    return {
      target,
      kind,
      inject: shop =>
        shop.ops(target, 'PUT', '/ops/faults/matrix', { kind, forMs: FOR_MS, ...fields }).then(() => undefined),
    };
  }),
];

const databaseRows = (target: SharedDatabase): MatrixRow[] => [
  {
    target,
    kind: 'kill',
    inject: shop => shop.databases.server(target).kill(),
    mend: shop => shop.databases.server(target).restart(),
  },
  {
    target,
    kind: 'freeze',
    inject: shop => shop.databases.server(target).freeze(),
    mend: shop => shop.databases.server(target).thaw(),
  },
  { target, kind: 'slow', inject: shop => shop.databases.wire(target).delay(NETWORK_DELAY_MS) },
  { target, kind: 'reset', inject: shop => shop.databases.wire(target).refuse() },
];

const rows: readonly MatrixRow[] = [...owners.flatMap(serviceRows), ...sharedDatabases.flatMap(databaseRows)];

/** One of each kind of fault for the services that matter most: what `npm test` has time for. */
const quickNames = [
  'search freeze',
  'search garbage',
  'checkout kill',
  'checkout lose-response',
  'profile hang',
  'recommendations drip',
  'comments giant',
  'payment truncate',
  'bank hang',
  'postgres kill',
  'redis freeze',
];

export const nameOf = ({ target, kind }: Pick<Row, 'target' | 'kind'>): string => `${target} ${kind}`;

/** Those that are named by target, kind or both; with none, all. */
export function chosenRows(words: readonly string[], quick: boolean): MatrixRow[] {
  if (quick) return rows.filter(row => quickNames.includes(nameOf(row)));
  return rows.filter(row => words.every(word => word === row.target || word === row.kind));
}
