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
import { type Design, designs } from './replay-designs.ts';

const run = promisify(execFile);
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Payment's own shell, and what keeps the answers in it; the last two show what the work that decides may cost at most. */
type PlainShell = 'nothing' | 'node-idempotency' | 'express-idempotency' | 'round-trips' | 'one-get';
type Shell = PlainShell | Design;
type Payment = 'payment' | 'payment-without-redis' | 'payment-with-a-past';
type Name = Shell | Payment;

/** Each candidate in a process of its own, with a database of its own, over the same servers. */
export interface Setting<Asked extends Name> extends AsyncDisposable {
  urls: Record<Asked, string>;
  /** By candidate. */
  databases: Record<string, string>;
  redisUrl: string;
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
 * @param names who is asked
 * @param thinksMs how long the bank takes for each charge
 * @param durable whether Postgres waits for the disk at each commit, as it must where money is kept
 */
export async function startSetting<Asked extends Name>(
  names: readonly Asked[],
  options: { thinksMs: number; durable: boolean },
): Promise<Setting<Asked>> {
  await using started = new AsyncDisposableStack();
  const ground = await startGround(started, names, options);
  const { databases, redisUrl } = ground;
  const urls = {} as Record<Asked, string>;
  for (const name of names)
    urls[name] = await (isPayment(name) ? startPayment(ground, name) : startShell(ground, name));
  const all = started.move();
  return { urls, databases, redisUrl, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

function isPayment(name: Name): name is Payment {
  return name.startsWith('payment');
}

function fileOf(name: Shell): string {
  return here(designs.some(design => design === name) ? 'replay-shell.ts' : 'plain.ts');
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
  names: readonly Name[],
  { thinksMs, durable }: { thinksMs: number; durable: boolean },
): Promise<Ground> {
  const postgres = started.adopt(await startServer('postgres', { durable }), server => server.end());
  const redis = started.adopt(await startServer('redis'), server => server.end());
  const databases = await createServiceDatabases(
    { url: postgres.url, port: Number(new URL(postgres.url).port) },
    names.map(name => ({ name, password: 'bench' })),
  );
  const port = String(await freePort());
  const bankUrl = `http://127.0.0.1:${port}`;
  started.adopt(spawnNode([here('prompt-bank.ts')], { PORT: port, THINKS_MS: String(thinksMs) }, bankUrl), end);
  return { started, databases, redisUrl: redis.url, bankUrl };
}

/** The same shell as payment's, compiled as it is loaded. */
async function startShell(ground: Ground, name: Shell): Promise<string> {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const peerFolder = name === 'express-idempotency' ? await bringExpressIdempotency() : '';
  const env = { ...environment(ground, name), PORT: port, KEEPS: name, PEER_FOLDER: peerFolder };
  const app = spawnNode(['--import', here('../isolation/compile.ts'), fileOf(name)], env, url);
  ground.started.adopt(app, end);
  await readyApp(app, name);
  return url;
}

async function startPayment(ground: Ground, name: Payment): Promise<string> {
  const onStart = (app: AppProcess) => void ground.started.adopt(app, end);
  const { url } = await launchApp('payment', environment(ground, name), { onStart });
  return url;
}

function environment({ databases, redisUrl, bankUrl }: Ground, name: Name) {
  return {
    DATABASE_URL: databases[name] ?? '',
    REDIS_URL: name === 'payment-without-redis' ? '' : redisUrl,
    BANK_URL: bankUrl,
    OPS_TOKEN: 'the-ops-token-of-the-bench',
    LOG_LEVEL: 'warn',
  };
}

async function end(app: AppProcess): Promise<void> {
  await app.kill();
}
