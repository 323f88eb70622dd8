import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@watertight/embedded-databases';
import { afterAll, beforeEach } from '@jest/globals';
import { type AppProcess, spawnNode } from './app-process.ts';
import { askRun } from './ask-run.ts';
import { until } from './until.ts';

const root = join(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 20_000;

const RESET_WITHIN_MS = 1_000;
const OPS_TOKEN = 'the-ops-token-of-the-tests';
/** What opens `/ops` of an app that a test has started, and what else wants the ops token. */
export const opsOnly = { authorization: `Bearer ${OPS_TOKEN}` };

/** What every app wants to know and no test cares about; a breaker's rest is as short as it may be. */
const usual = { OPS_TOKEN, LOG_LEVEL: 'info', OPEN_MS: '1000' };

const started = new Set<AppProcess>();
// Before the hooks of the test file itself, so that an app goes before its databases do; and also when a test has failed.
afterAll(() => Promise.all([...started].map(app => app.kill())));

// Each test breaks things anew: what an earlier one has taught the breakers must not answer in their place.
beforeEach(() => Promise.all([...started].filter(app => app.isRunning).map(makePipelinesNew)));

async function makePipelinesNew({ url }: AppProcess): Promise<void> {
  const headers = { ...opsOnly, connection: 'close' };
  const reset = fetch(`${url}/ops/reset`, { method: 'POST', headers, signal: AbortSignal.timeout(RESET_WITHIN_MS) });
  await reset.catch(() => undefined); // frozen, or started with another token: then the test says itself what it wants
}

/**
 * Starts an app as the real process it is in the shop, built when its sources have changed, and waits until it is ready.
 *
 * The port is a free one unless `env` names PORT; OPS_TOKEN and OPEN_MS (1 s) have a value unless `env` gives another.
 *
 * @throws Error it ended, or was not ready within 20 s; with all that it wrote
 */
export async function startApp(name: string, env: Record<string, string> = {}): Promise<AppProcess> {
  await askRun('build');
  const main = join(root, 'build', name, 'src/main.js');
  if (!existsSync(main)) throw new Error(`there is no app "${name}": apps/${name}/src/main.ts is not there`);
  const port = env['PORT'] ?? String(await freePort());
  const telemetry = join(root, 'build/telemetry/start.js');
  const app = spawnNode(['--import', telemetry, main], { ...usual, PORT: port, ...env }, `http://127.0.0.1:${port}`);
  started.add(app);
  await ready(app, name);
  return app;
}

async function ready(app: AppProcess, name: string): Promise<void> {
  const answers = async () => {
    if (!app.isRunning) return 'ended';
    const response = await fetch(`${app.url}/health/ready`, { headers: { connection: 'close' } });
    await response.arrayBuffer();
    return response.ok && 'ready';
  };
  const state = await until(answers, { withinMs: READY_WITHIN_MS }).catch(() => 'late');
  if (state === 'ready') return;
  await app.kill();
  throw new Error(
    `${name} ${state === 'ended' ? 'ended' : `was not ready within ${READY_WITHIN_MS} ms`}:\n${app.logs()}`,
  );
}
