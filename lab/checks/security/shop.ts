import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { askOnce, freePort } from '@watertight/testing/processes';
import { portsIn } from '../../addresses.ts';
import { type RunningShop, startShop } from '../../bench/running-shop.ts';
import type { Target } from './attack.ts';
import { environmentOfListener } from './listener.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const OPEN_WITHIN_MS = 120_000;
const VERB_WITHIN_MS = 60_000;

type Environment = Record<string, string>;

/** A shop of the check's own, opened by `npm start` beside the user's: other ports for browsers, another data folder. */
export class ShopUnderAttack implements Target, AsyncDisposable {
  readonly dataDir: string;
  readonly patience = 1;
  private readonly running: RunningShop;

  private constructor(running: RunningShop, dataDir: string) {
    this.running = running;
    this.dataDir = dataDir;
  }

  /** @param env more for `npm start`, for example NODE_ENV */
  static async open(env: Environment, dataDir = newDataDir()): Promise<ShopUnderAttack> {
    const ports = `storefront=${await freePort()},control-room=${await freePort()}`;
    const running = await startShop({
      folder: root,
      args: ['--ports', ports],
      env: { ...process.env, ...env, DATA_DIR: dataDir },
      withinMs: OPEN_WITHIN_MS,
    });
    return new ShopUnderAttack(running, dataDir);
  }

  get shop(): string {
    return this.addressOf('storefront');
  }

  get room(): string {
    return this.addressOf('control-room');
  }

  get redisPort(): number {
    return this.portAfter('Redis');
  }

  get opsToken(): string {
    return readFileSync(join(this.dataDir, 'ops-token'), 'utf8').trim();
  }

  urlOf(process: string): string | undefined {
    const port = portsIn(this.dataDir)[process];
    return port === undefined ? undefined : `http://127.0.0.1:${port}`;
  }

  environmentOf(process: string): Readonly<Environment> {
    const port = portsIn(this.dataDir)[process];
    return port === undefined ? {} : environmentOfListener(port, process);
  }

  query<Row extends object>(database: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    return askOnce<Row>(this.databaseUrl(database), sql, values);
  }

  databaseUrl(database: string): string {
    const moved = join(this.dataDir, 'postgres-at');
    const home = existsSync(moved) ? readFileSync(moved, 'utf8').trim() : join(this.dataDir, 'postgres');
    const password = readFileSync(join(home, 'superuser-password'), 'utf8');
    return `postgres://postgres:${password}@127.0.0.1:${this.portAfter('PostgreSQL')}/${database}`;
  }

  async owner(...words: readonly string[]): Promise<void> {
    const env = { ...process.env, DATA_DIR: this.dataDir };
    await run(process.execPath, ['tools/shop.ts', ...words], { cwd: root, env, timeout: VERB_WITHIN_MS });
  }

  async roomPage(path: string): Promise<string> {
    const answer = await fetch(this.room + path, { headers: { accept: 'text/html' } });
    return answer.text();
  }

  fallen(): readonly string[] {
    return this.running.output.split('\n').filter(line => /ended with code|was ended by/.test(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.running.stop();
  }

  private addressOf(name: string): string {
    const url = this.urlOf(name);
    if (url === undefined) throw new Error(`${name} listens nowhere: the shop has closed`);
    return url;
  }

  private portAfter(server: string): number {
    return Number(new RegExp(`${server} answers on port (\\d+)`).exec(this.running.output)?.[1]);
  }
}

/** A new folder for the data of one shop. */
export function newDataDir(): string {
  const home = join(root, '.data/checks');
  mkdirSync(home, { recursive: true });
  const dir = mkdtempSync(join(home, 'security-'));
  chmodSync(dir, 0o755); // as .data is: started by root, PostgreSQL runs as another user, and must find its own folder in it
  return dir;
}

export const removeDataDir = (dir: string): void => rmSync(dir, { recursive: true, force: true });
