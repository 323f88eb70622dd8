import { setTimeout as sleep } from 'node:timers/promises';
import type { FragileName } from './databases.ts';
import type { History } from './history.ts';
import type { MoneyShop } from './shop.ts';

/** How long the database accepts commits that it will lose. */
const LOST_MS = 3000;

/**
 * Makes a database lose its last commits, which it had confirmed: what a failover to an asynchronous standby does, or a
 * backup that is restored.
 */
export async function timeGoesBack(shop: MoneyShop, history: History, name: FragileName): Promise<void> {
  const server = shop.databases.server(name);
  history.addBlow(`${name}’s database is copied`);
  await server.stop();
  const sinceMs = history.nowMs;
  await server.copyData();
  await server.restart();
  await sleep(LOST_MS);
  await server.kill();
  const untilMs = history.nowMs;
  await server.putBack();
  history.addBlow(`${name}’s database goes back to ${sinceMs} ms`);
  history.addLostCommits({ database: name, sinceMs, untilMs });
  await server.restart();
}
