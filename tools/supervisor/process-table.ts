import { type App, apps } from '@watertight/topology';

/** The second replica of an app listens this much above the first, the third twice as much. */
const REPLICA_PORT_STEP = 100;

/** One process to run: an app, one of its replicas (`payment-2`), or the twin of the storefront, which no service calls. */
export type Instance = { name: string; app: App; port: number; isTwin?: boolean };

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
 * In what order to stop: a wave holds the processes that no running process calls, so that each one finishes while its callees run.
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
