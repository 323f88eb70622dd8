// The reaper's own process: reads what lives, and when the supervisor is gone without a word, thaws it and ends it.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, signalOne, signalTree } from '@watertight/embedded-databases';
import type { ToReaper } from './reaper.ts';

const END_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 50;

const living = new Map<number, 'app' | 'database'>();

async function end(kind: 'app' | 'database', signal: NodeJS.Signals): Promise<void> {
  const pids = [...living].flatMap(([pid, its]) => (its === kind ? [pid] : []));
  for (const pid of pids) {
    signalTree(pid, 'SIGCONT');
    signalOne(pid, signal);
  }
  const giveUpAtMs = performance.now() + END_WITHIN_MS;
  while (pids.some(isAlive) && performance.now() < giveUpAtMs) await sleep(LOOK_EVERY_MS);
  for (const pid of pids.filter(isAlive)) signalTree(pid, 'SIGKILL');
}

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as ToReaper;
  if ('add' in message) living.set(message.add, message.kind);
  else if ('remove' in message) living.delete(message.remove);
  else process.exit(0);
}
await end('app', 'SIGTERM');
await end('database', 'SIGINT');
