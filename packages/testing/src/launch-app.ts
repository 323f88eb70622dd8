import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@watertight/embedded-databases';
import { type AppProcess, spawnNode } from './app-process.ts';
import { until } from './until.ts';

const READY_WITHIN_MS = 20_000;

const OPS_TOKEN = 'the-ops-token-of-the-tests';
/** What a control room that a test has started lets in. */
export const roomKeyOfTests = 'the-room-key-of-the-tests';
/** What opens `/ops` of an app that a test has started, and what else wants the ops token. */
export const opsOnly = { authorization: `Bearer ${OPS_TOKEN}` };

/** The keys of the queues, by consumer: what a test sends in the place of a service is sealed with them. */
export const queueKeys = {
  checkout: 'the-queue-key-of-checkout',
  search: 'the-queue-key-of-search',
  recommendations: 'the-queue-key-of-recommendations',
} as const;

const root = join(import.meta.dirname, '../../..');
/** What every app wants to know and no test cares about; breakers open for as short as they may, and services that are not there are not waited for. */
const usual = {
  OPS_TOKEN,
  SEARCH_QUEUE_KEY: queueKeys.search,
  RECOMMENDATIONS_QUEUE_KEY: queueKeys.recommendations,
  ROOM_KEY: roomKeyOfTests,
  LOG_LEVEL: 'info',
  OPEN_MS: '1000',
  SERVICES_WAIT_MS: '1000',
  NODE_COMPILE_CACHE: join(root, '.tools/compile-cache'), // as npm start has it: some hundred starts, each a tenth shorter
};

interface Launch {
  /** Where the apps were built. Default: the workspace's own build. */
  buildDir?: string;
  /** Arguments of Node, in place of the app that was built. */
  program?: readonly string[] | undefined;
  /** Receives the process before it is ready, so that it can be ended whatever happens. */
  onStart?: (app: AppProcess) => void;
}

/**
 * Starts an app that was built as the real process it is in the shop, and waits until it is ready.
 *
 * The port is a free one unless `env` names PORT; OPS_TOKEN, ROOM_KEY, the keys of the queues, OPEN_MS and SERVICES_WAIT_MS (1 s) have a
 * value unless `env` gives another.
 *
 * @throws Error it ended, or was not ready within 20 s; with all that it wrote
 */
export async function launchApp(
  name: string,
  env: Record<string, string>,
  { buildDir = join(root, 'build'), program, onStart = () => {} }: Launch = {},
): Promise<AppProcess> {
  const args = program ?? ['--import', join(buildDir, 'telemetry/start.js'), mainOf(name, buildDir)];
  const port = env['PORT'] ?? String(await freePort());
  const QUEUE_KEY = name in queueKeys ? queueKeys[name as keyof typeof queueKeys] : '';
  const app = spawnNode([...args], { ...usual, QUEUE_KEY, PORT: port, ...env }, `http://127.0.0.1:${port}`);
  onStart(app);
  await readyApp(app, name);
  return app;
}

function mainOf(name: string, buildDir: string): string {
  const main = join(buildDir, name, 'src/main.js');
  if (!existsSync(main)) throw new Error(`there is no app "${name}": apps/${name}/src/main.ts is not there`);
  return main;
}

/** Waits until an app reports that it is ready. @throws Error it ended, or was not ready within 20 s, and is ended; with all that it wrote */
async function readyApp(app: AppProcess, name: string): Promise<void> {
  const answers = async () => {
    if (!app.isRunning) return 'ended';
    if (!(await listens(app.url))) return false; // an HTTP request that is refused costs us ten times as much
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

async function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  const itDoes = await promise;
  socket.destroy();
  return itDoes;
}
