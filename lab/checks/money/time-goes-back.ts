import { setTimeout as sleep } from 'node:timers/promises';
import type { FragileName } from './shop.ts';
import type { OperationContext } from './operation.ts';
import { OneTimeClients } from './one-time-clients.ts';

/** How long the database accepts commits that it will lose. */
const LOST_MS = 3000;
const ARRIVE_EVERY_MS = 500;

/**
 * Makes a database lose its last commits, which it had confirmed: what a failover to an asynchronous standby does, or a
 * backup that is restored.
 */
export async function timeGoesBack(context: OperationContext, name: FragileName): Promise<void> {
  const { shop, history } = context;
  const server = shop.databases.rewindable(name);
  history.addFault(`${name}’s database is copied`);
  await server.stop();
  const sinceMs = history.nowMs;
  await server.copyData();
  await server.restart();
  await Promise.all([sleep(LOST_MS), leaveSomethingToLose(context, name, sinceMs)]);
  await server.kill();
  const untilMs = history.nowMs;
  await server.putBack();
  history.addFault(`${name}’s database goes back to ${sinceMs} ms`);
  history.addLostCommits({ database: name, sinceMs, untilMs });
  await server.restart();
}

/** A loss of nothing proves nothing: some clients are served in this time, and never come back. */
async function leaveSomethingToLose(context: OperationContext, name: FragileName, sinceMs: number): Promise<void> {
  const clients = new OneTimeClients(context, `lost-${name}-${sinceMs}`);
  for (let pauseMs = 0; pauseMs < LOST_MS; pauseMs += ARRIVE_EVERY_MS) {
    void (name === 'checkout' ? clients.buy() : clients.charge()); // never rejects, and may outlast the time that is lost
    await sleep(ARRIVE_EVERY_MS);
  }
}
