/** One process of the shop: an app of apps/, where it listens, and whom it calls. */
export type AppSpec = {
  name: string;
  port: number;
  calls: string[];
  /** Owns a database of its name, with these extensions; null owns none. */
  database: { extensions: string[] } | null;
};

const plain = { extensions: [] };

/** Whoever is called comes before its callers. */
export const apps: AppSpec[] = [
  { name: 'bank', port: 3007, calls: [], database: plain },
  { name: 'payment', port: 3004, calls: ['bank'], database: plain },
  { name: 'search', port: 3001, calls: [], database: { extensions: ['pg_trgm', 'unaccent'] } },
  { name: 'checkout', port: 3002, calls: ['payment'], database: plain },
  { name: 'profile', port: 3003, calls: [], database: plain },
  { name: 'recommendations', port: 3005, calls: [], database: plain },
  { name: 'comments', port: 3006, calls: [], database: plain },
  {
    name: 'storefront',
    port: 8080,
    calls: ['search', 'checkout', 'profile', 'recommendations', 'comments'],
    database: null,
  },
  {
    name: 'control-room',
    port: 8081,
    calls: ['storefront', 'search', 'checkout', 'profile', 'payment', 'recommendations', 'comments', 'bank'],
    database: null,
  },
];

export const SUPERVISOR = 'supervisor';
export const SUPERVISOR_PORT = 8090;
/** The second replica of an app listens this much above the first, the third twice as much. */
const REPLICA_PORT_STEP = 100;

/** One process to run: an app, one of its replicas (`payment-2`), or the twin of the storefront, which nobody calls. */
export type Instance = { name: string; app: AppSpec; port: number; isTwin?: boolean };

/** The same storefront over the same services, without its patterns: two windows show the same fault in the same second. */
const TWIN = { name: 'storefront-twin', port: 8082, isTwin: true };

export function instances({ replicas, twin }: { replicas: ReadonlyMap<string, number>; twin: boolean }): Instance[] {
  const own = apps.flatMap(app =>
    Array.from({ length: replicas.get(app.name) ?? 1 }, (_, index) => ({
      name: index === 0 ? app.name : `${app.name}-${index + 1}`,
      app,
      port: app.port + index * REPLICA_PORT_STEP,
    })),
  );
  const storefront = apps.find(({ name }) => name === 'storefront');
  return twin && storefront ? [...own, { ...TWIN, app: storefront }] : own;
}

/**
 * In what order to stop: a wave holds those that nobody calls who still runs, so that everyone finishes with its callees at hand.
 */
export function stopWaves(running: readonly Instance[]): Instance[][] {
  const waves: Instance[][] = [];
  for (let left = [...running]; left.length > 0;) {
    const called = new Set(left.flatMap(({ app }) => app.calls));
    const wave = left.filter(({ app }) => !called.has(app.name));
    waves.push(wave);
    left = left.filter(each => !wave.includes(each));
  }
  return waves;
}
