import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type AppProcess,
  createServiceDatabases,
  freePort,
  launchApp,
  readyApp,
  spawnNode,
  startServer,
} from '@watertight/testing/processes';

const run = promisify(execFile);
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const shells = ['nothing', 'node-idempotency', 'express-idempotency', 'round-trips'] as const;
type Shell = (typeof shells)[number];
const payments = ['payment', 'payment-without-redis', 'payment-with-a-past'] as const;
type Payment = (typeof payments)[number];

/** What each candidate is asked under: a process of its own over the same servers; payment, and four that know less. */
export interface Setting extends AsyncDisposable {
  urls: Record<Shell | Payment, string>;
  redisUrl: string;
  /** The database of `payment-with-a-past`. */
  pastUrl: string;
}

const EXPRESS_IDEMPOTENCY = '1.0.6';

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
  const peerFolder = await bringExpressIdempotency();
  const ground = await startGround(started, options);
  const { redisUrl, databases } = ground;
  const urls = {} as Setting['urls'];
  for (const name of shells) urls[name] = await startShell(ground, name, peerFolder);
  for (const name of payments)
    urls[name] = await startPayment(ground, name, name === 'payment-without-redis' ? '' : redisUrl);
  const all = started.move();
  const pastUrl = databases['payment-with-a-past'] ?? '';
  return { urls, redisUrl, pastUrl, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** In a folder of its own: fifty packages that nothing else here needs. */
async function bringExpressIdempotency(): Promise<string> {
  const folder = here(`../../../.tools/express-idempotency-${EXPRESS_IDEMPOTENCY}`);
  const install = [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    `express-idempotency@${EXPRESS_IDEMPOTENCY}`,
  ];
  if (!existsSync(`${folder}/node_modules/express-idempotency`)) await run('npm', install, { timeout: 120_000 });
  return folder;
}

async function startGround(
  started: AsyncDisposableStack,
  { thinksMs, durable }: { thinksMs: number; durable: boolean },
): Promise<Ground> {
  const postgres = started.adopt(await startServer('postgres', { durable }), server => server.end());
  const redis = started.adopt(await startServer('redis'), server => server.end());
  const databases = await createServiceDatabases(
    { url: postgres.url, port: Number(new URL(postgres.url).port) },
    [...shells, ...payments].map(name => ({ name, password: 'bench' })),
  );
  const port = String(await freePort());
  const bankUrl = `http://127.0.0.1:${port}`;
  started.adopt(spawnNode([here('prompt-bank.ts')], { PORT: port, THINKS_MS: String(thinksMs) }, bankUrl), end);
  return { started, databases, redisUrl: redis.url, bankUrl };
}

/** The same shell as payment's, compiled as it is loaded. */
async function startShell(ground: Ground, name: Shell, peerFolder: string): Promise<string> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = { ...environment(ground, name, ground.redisUrl), PORT: port, KEEPS: name, PEER_FOLDER: peerFolder };
  const app = spawnNode(['--import', here('../isolation/compile.ts'), here('plain.ts')], env, url);
  ground.started.adopt(app, end);
  await readyApp(app, name);
  return url;
}

async function startPayment(ground: Ground, name: Payment, redisUrl: string): Promise<string> {
  const onStart = (app: AppProcess) => void ground.started.adopt(app, end);
  const { url } = await launchApp('payment', environment(ground, name, redisUrl), { onStart });
  return url;
}

function environment({ databases, bankUrl }: Ground, name: Shell | Payment, redisUrl: string) {
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
