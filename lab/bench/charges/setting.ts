import { fileURLToPath } from 'node:url';
import {
  type AppProcess,
  createServiceDatabases,
  type DatabaseServer,
  freePort,
  launchApp,
  readyApp,
  spawnNode,
  startServer,
} from '@watertight/testing/processes';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The candidates, each a process of its own over the same servers: payment, payment without Redis, and two that know less. */
export interface Setting extends AsyncDisposable {
  plain: string;
  peer: string;
  ours: string;
  oursWithoutRedis: string;
  redisUrl: string;
}

const names = ['plain', 'peer', 'ours', 'ours-without-redis'];

/**
 * @param thinksMs how long the bank takes for each charge
 * @param durable whether Postgres waits for the disk at each commit, as it must where money is kept
 */
export async function startSetting({ thinksMs, durable }: { thinksMs: number; durable: boolean }): Promise<Setting> {
  const servers: DatabaseServer[] = [];
  const processes: AppProcess[] = [];
  const end = async () => {
    await Promise.all(processes.map(app => app.kill()));
    await Promise.all(servers.map(server => server.end()));
  };
  try {
    const [postgres, redis] = await Promise.all([startServer('postgres', { durable }), startServer('redis')]);
    servers.push(postgres, redis);
    const port = Number(new URL(postgres.url).port);
    const databases = await createServiceDatabases(
      { url: postgres.url, port },
      names.map(name => ({ name, password: 'bench' })),
    );
    const bankPort = await freePort();
    const bank = `http://127.0.0.1:${bankPort}`;
    processes.push(spawnNode([here('prompt-bank.ts')], { PORT: String(bankPort), THINKS_MS: String(thinksMs) }, bank));
    const env = (name: string, redisUrl: string) => ({
      DATABASE_URL: databases[name] ?? '',
      REDIS_URL: redisUrl,
      BANK_URL: bank,
      LOG_LEVEL: 'warn',
    });
    const onStart = (app: AppProcess) => void processes.push(app);
    const payment = (name: string, redisUrl: string) => launchApp('payment', env(name, redisUrl), { onStart });
    const shell = async (name: string, keeps: string) => {
      const shellPort = String(await freePort());
      const args = ['--import', here('../isolation/compile.ts'), here('plain.ts')];
      const url = `http://127.0.0.1:${shellPort}`;
      const app = spawnNode(args, { ...env(name, redis.url), ...usual, PORT: shellPort, KEEPS: keeps }, url);
      processes.push(app);
      await readyApp(app, name);
      return app;
    };
    const [plain, peer, ours, oursWithoutRedis] = [
      await shell('plain', 'nothing'),
      await shell('peer', 'peer'),
      await payment('ours', redis.url),
      await payment('ours-without-redis', ''),
    ];
    return {
      plain: plain.url,
      peer: peer.url,
      ours: ours.url,
      oursWithoutRedis: oursWithoutRedis.url,
      redisUrl: redis.url,
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

const usual = { OPS_TOKEN: 'the-ops-token-of-the-bench' };
