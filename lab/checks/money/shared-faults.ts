import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseServer, FaultProfile } from '@watertight/testing/processes';
import type { RandomSource } from '../../kit/random-source.ts';
import type { History } from './history.ts';
import { say } from './redis-command.ts';
import type { MoneyShop } from './shop.ts';

/** Breaks something, and resolves when it is whole again. */
export type InjectFault = () => Promise<void>;

const profiles: readonly FaultProfile[] = [
  { 'lose-answer': 0.4 },
  { 'lose-request': 0.4 },
  { double: 0.6 },
  { delay: 0.4 },
  { 'half-open': 0.2 },
  { 'lose-answer': 0.1, 'lose-request': 0.1, double: 0.2, delay: 0.2, 'half-open': 0.05 },
];

/** What the processes stand on: Redis, the wires to payment and bank, and the database of recommendations. */
export function sharedFaults(shop: MoneyShop, history: History, random: RandomSource): [number, InjectFault][] {
  const { redis } = shop;
  const learnt = shop.databases.server('recommendations');
  const fault = (name: string, work: (forMs: number) => Promise<unknown>) => async () => {
    const forMs = random.between(300, 2500);
    history.addFault(`${name} (${forMs} ms)`);
    await work(forMs);
  };
  return [
    [8, injectProfile(shop, history, random)],
    [3, fault('redis is flushed', () => say(redis.url, 'FLUSHALL'))],
    [1, fault('redis is killed', forMs => kill(redis, forMs))],
    [1, fault('redis is frozen', forMs => freeze(redis, forMs))],
    [1, fault('redis is full', forMs => fill(redis, forMs))],
    [1, fault('redis pauses its clients', forMs => say(redis.url, 'CLIENT', 'PAUSE', String(forMs)))],
    [1, fault('redis is a read-only replica', forMs => replicate(redis, forMs))],
    [1, fault('recommendations’ database is killed', forMs => kill(learnt, forMs))],
    [1, fault('recommendations’ database is frozen', forMs => freeze(learnt, forMs))],
  ];
}

function injectProfile(shop: MoneyShop, history: History, random: RandomSource): InjectFault {
  return async () => {
    const profile = random.oneOf(profiles);
    const forMs = random.between(2000, 5000);
    history.addFault(`wires: ${JSON.stringify(profile)} (${forMs} ms)`);
    shop.setFaults(profile, { ...profile, 'half-open': 0 }); // a client whose request is swallowed must hang up by itself, which is no information about the shop;
    await sleep(forMs);
    shop.setFaults({});
  };
}

export async function kill(server: DatabaseServer, forMs: number): Promise<void> {
  await server.kill();
  await sleep(forMs);
  await server.restart();
}

export async function freeze(server: DatabaseServer, forMs: number): Promise<void> {
  await server.freeze();
  await sleep(forMs);
  await server.thaw();
}

async function fill({ url }: DatabaseServer, forMs: number): Promise<void> {
  await say(url, 'CONFIG', 'SET', 'maxmemory', '1');
  await sleep(forMs);
  await say(url, 'CONFIG', 'SET', 'maxmemory', '0');
}

/** A replica whose primary cannot be reached: it reads what it has, and refuses every write. */
async function replicate({ url }: DatabaseServer, forMs: number): Promise<void> {
  await say(url, 'REPLICAOF', '127.0.0.1', '1');
  await sleep(forMs);
  await say(url, 'REPLICAOF', 'NO', 'ONE');
}
