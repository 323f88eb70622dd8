import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { until } from '@watertight/testing/processes';
import pg from 'pg';
import { shopUrl } from '../addresses.ts';
import { press, roomState } from '../kit/control-room.ts';
import { callers, LONGEST_OPEN_MS, OPEN_MS, type Owner, type ShopUnderTest } from '../matrix/shop-under-test.ts';

const run = promisify(execFile);
/** A container and a process of Node in it, on a machine that is busy with eleven others. */
const STARTED_WITHIN_MS = 30_000;

/** `docker compose …`; what it wrote. @throws Error with what it said */
export async function compose(...args: string[]): Promise<string> {
  process.env['ROOM_KEY'] ||= randomBytes(24).toString('hex'); // also what the rehearsal's own requests are signed with
  const env = { ...process.env, OPEN_MS: String(OPEN_MS) };
  return (await run('docker', ['compose', ...args], { timeout: 300_000, maxBuffer: 20_000_000, env })).stdout;
}

export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args, { timeout: 60_000 })).stdout;
}

/** The shop of `docker compose up`, whose breakers stay open as briefly as those of the matrix. */
export class ComposeShop implements ShopUnderTest {
  readonly url = shopUrl;
  readonly healedWithinMs = LONGEST_OPEN_MS + 2000 + STARTED_WITHIN_MS;
  readonly settledWithinMs = 60_000;

  async query<Row extends object>(owner: Owner, sql: string, values: unknown[] = []): Promise<Row[]> {
    const rows = await this.tell(owner, `SELECT coalesce(json_agg(t), '[]') FROM (${sql}) t`, values);
    return JSON.parse(rows) as Row[];
  }

  /** A statement by the server's own psql, whose port is not published; returns what that printed. */
  tell(database: Owner | 'postgres', sql: string, values: unknown[] = []): Promise<string> {
    const statement = sql.replaceAll(/\$(\d)/g, (_, n: string) => literal(values[Number(n) - 1]));
    const psql = `PGPASSWORD="$POSTGRES_PASSWORD" exec psql -h 127.0.0.1 -U postgres -qAt -d "$0" -c "$1"`;
    return compose('exec', '-T', 'postgres', 'sh', '-c', psql, database, statement);
  }

  async resetPatterns(): Promise<void> {
    await until(allAreReady, { withinMs: STARTED_WITHIN_MS });
    await Promise.all(callers.map(name => press(`/services/${name}/reset`)));
  }

  /** Whatever was done to a container is undone by its own row. */
  async heal(): Promise<void> {}
}

/** No page asks payment: that every page is itself says nothing of it. */
async function allAreReady(): Promise<boolean> {
  const state = await roomState().catch(() => undefined);
  return state?.services.every(({ word }) => word === 'ready') === true;
}

function literal(value: unknown): string {
  const text = Array.isArray(value) ? `{${value.map(each => JSON.stringify(String(each))).join()}}` : String(value);
  return pg.escapeLiteral(text);
}
