import { setTimeout as sleep } from 'node:timers/promises';
import { askOnce } from '@watertight/testing/processes';
import { Client } from 'pg';
import { type InjectFault, freeze, kill } from './shared-faults.ts';
import type { FragileName, MoneyShop } from './shop.ts';
import type { RandomSource } from '../../kit/random-source.ts';
import type { History } from './history.ts';

/** The tables that each service writes before and after it calls another one. */
const lockedTables = { payment: ['charges', 'refunds'], checkout: ['orders', 'outbox'] } as const;

/**
 * What happens to one service's database while the others run, besides `timeGoesBack`.
 *
 * A statement may commit after its caller gave up.
 */
export function databaseFaults(
  shop: MoneyShop,
  history: History,
  random: RandomSource,
  name: FragileName,
): [number, InjectFault][] {
  const server = shop.databases.server(name);
  const wire = shop.databases.wire(name);
  const url = shop.databases.superuserUrl(name);
  const fault = (what: string, least: number, most: number, work: (forMs: number) => Promise<unknown>) => async () => {
    const forMs = random.between(least, most);
    history.addFault(`${name}’s database ${what} (${forMs} ms)`);
    await work(forMs);
  };
  const lock = async (forMs: number) => lockTable(url, random.oneOf(lockedTables[name]), forMs);
  const stall = async (forMs: number) => {
    wire.stall();
    await sleep(forMs);
    wire.release();
  };
  return [
    [3, fault('is frozen', 300, 6000, forMs => freeze(server, forMs))],
    [2, fault('is killed', 300, 2500, forMs => kill(server, forMs))],
    [3, fault('has a locked table', 1000, 9000, lock)],
    [3, fault('is behind a wire that stalls', 1000, 8000, stall)],
    [2, fault('is read-only', 1000, 3000, forMs => beReadOnly(url, forMs))],
    [1, fault('ends all sessions', 0, 0, () => endSessions(url))],
  ];
}

/** As a migration or VACUUM FULL does: every statement on the table waits. */
async function lockTable(url: string, table: string, forMs: number): Promise<void> {
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    await session.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    await sleep(forMs);
  } finally {
    await session.end();
  }
}

/** As a standby does that was not promoted yet. */
async function beReadOnly(url: string, forMs: number): Promise<void> {
  await askOnce(url, 'ALTER SYSTEM SET default_transaction_read_only = on');
  await askOnce(url, 'SELECT pg_reload_conf()');
  await sleep(forMs);
  await askOnce(url, 'ALTER SYSTEM RESET default_transaction_read_only');
  await askOnce(url, 'SELECT pg_reload_conf()');
}

function endSessions(url: string): Promise<unknown> {
  return askOnce(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}
