import { root } from '../config.ts';
import { environmentOf, type Wiring } from './environment.ts';
import type { LogFiles } from './log-files.ts';
import type { Instance } from './process-table.ts';
import { isReady, runApp } from './run-app.ts';
import type { Runnable } from './supervised.ts';

/**
 * Telemetry first: pg and ioredis can only be instrumented before they are used.
 * A small young generation: 10 MB less of each of nine processes, for no CPU that could be measured.
 */
const nodeArgs = (app: string) => [
  '--max-semi-space-size=2',
  '--import',
  './build/telemetry/start.js',
  `build/${app}/src/main.js`,
];

/** An app of build/, as the supervisor runs it. */
export function appRunnable(
  instance: Instance,
  wiring: Wiring,
  logs: LogFiles,
  users: () => Record<string, string | undefined>,
): Runnable {
  const { name, app, port } = instance;
  return {
    name,
    kind: 'app',
    port,
    launch: env =>
      runApp(nodeArgs(app.name), { ...environmentOf(instance, wiring, users()), ...env }, root, logs.open(name)),
    isReady: () => isReady(port),
  };
}
