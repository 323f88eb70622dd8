import { afterAll, beforeEach } from '@jest/globals';
import type { AppProcess } from './app-process.ts';
import { askRun } from './ask-run.ts';
import { launchApp, opsOnly } from './launch-app.ts';

const RESET_WITHIN_MS = 1_000;

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

/** Waits until every app is built from its present sources, for a test that lets another process start them. */
export async function appsAreBuilt(): Promise<void> {
  await askRun('build');
}

/**
 * Starts an app as `launchApp` does, built when its sources have changed; it ends with the test file.
 *
 * @throws Error it ended, or was not ready within 20 s; with all that it wrote
 */
export async function startApp(name: string, env: Record<string, string> = {}): Promise<AppProcess> {
  await appsAreBuilt();
  return launchApp(name, env, { onStart: app => void started.add(app) });
}
