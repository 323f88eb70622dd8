import { fileURLToPath } from 'node:url';
import {
  type AppProcess,
  createServiceDatabases,
  freePort,
  launchApp,
  readyApp,
  spawnNode,
  startServer,
} from '@watertight/testing/processes';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const candidates = ['plain', 'peer', 'ours', 'ours-without-redis'] as const;
type CandidateName = (typeof candidates)[number];

/** The addresses of the candidates, each a process of its own over the same servers: payment, and two that know less. */
export interface Setting extends AsyncDisposable {
  plain: string;
  peer: string;
  ours: string;
  oursWithoutRedis: string;
  redisUrl: string;
}

/** What every candidate stands on, and what ends with it. */
interface Ground {
  started: AsyncDisposableStack;
  databases: Record<string, string>;
  redisUrl: string;
  bankUrl: string;
}

/**
 * @param thinksMs how long the bank takes for each charge
 * @param durable whether Postgres waits for the disk at each commit, as it must where money is kept
 */
export async function startSetting(options: { thinksMs: number; durable: boolean }): Promise<Setting> {
  await using started = new AsyncDisposableStack();
  const ground = await startGround(started, options);
  const plain = await startShell(ground, 'plain', 'nothing');
  const peer = await startShell(ground, 'peer', 'peer');
  const ours = await startPayment(ground, 'ours', ground.redisUrl);
  const oursWithoutRedis = await startPayment(ground, 'ours-without-redis', '');
  const all = started.move();
  const { redisUrl } = ground;
  return { plain, peer, ours, oursWithoutRedis, redisUrl, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

async function startGround(
  started: AsyncDisposableStack,
  { thinksMs, durable }: { thinksMs: number; durable: boolean },
): Promise<Ground> {
  const postgres = started.adopt(await startServer('postgres', { durable }), server => server.end());
  const redis = started.adopt(await startServer('redis'), server => server.end());
  const databases = await createServiceDatabases(
    { url: postgres.url, port: Number(new URL(postgres.url).port) },
    candidates.map(name => ({ name, password: 'bench' })),
  );
  const port = String(await freePort());
  const bankUrl = `http://127.0.0.1:${port}`;
  started.adopt(spawnNode([here('prompt-bank.ts')], { PORT: port, THINKS_MS: String(thinksMs) }, bankUrl), end);
  return { started, databases, redisUrl: redis.url, bankUrl };
}

/** The same shell as payment's, compiled as it is loaded. */
async function startShell(ground: Ground, name: CandidateName, keeps: string): Promise<string> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = { ...environment(ground, name, ground.redisUrl), PORT: port, KEEPS: keeps };
  const app = spawnNode(['--import', here('../isolation/compile.ts'), here('plain.ts')], env, url);
  ground.started.adopt(app, end);
  await readyApp(app, name);
  return url;
}

async function startPayment(ground: Ground, name: CandidateName, redisUrl: string): Promise<string> {
  const onStart = (app: AppProcess) => void ground.started.adopt(app, end);
  const { url } = await launchApp('payment', environment(ground, name, redisUrl), { onStart });
  return url;
}

function environment({ databases, bankUrl }: Ground, name: CandidateName, redisUrl: string) {
  return {
    DATABASE_URL: databases[name] ?? '',
    REDIS_URL: redisUrl,
    BANK_URL: bankUrl,
    OPS_TOKEN: 'the-ops-token-of-the-bench',
    LOG_LEVEL: 'warn',
  };
}

async function end(app: AppProcess): Promise<void> {
  await app.kill();
}
