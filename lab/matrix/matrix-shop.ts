import {
  type AppProcess,
  askOnce,
  createServiceDatabases,
  type DatabaseServer,
  FaultyWire,
  freePort,
  launchApp,
  opsOnly,
  startServer,
} from '@watertight/testing/processes';
import { callers, type Ground, OPEN_MS, type Owner, owners, type ShopUnderTest } from './shop-under-test.ts';

type App = Owner | 'storefront';

/** Who calls whom; those who call nobody start first. */
const calls: Record<App, readonly Owner[]> = {
  search: [],
  profile: [],
  recommendations: [],
  comments: [],
  bank: [],
  payment: ['bank'],
  checkout: ['payment'],
  storefront: ['search', 'checkout', 'profile', 'recommendations', 'comments'],
};
const waves: readonly App[][] = [
  ['search', 'profile', 'recommendations', 'comments', 'bank'],
  ['payment', 'checkout', 'storefront'],
];

const quick = { OPEN_MS: String(OPEN_MS), PACKING_MS: '200', SWEEP_MS: '500', DAWDLE_MS: '500' };
const LOOKS_WITHIN_MS = 5000;

/** The whole shop as processes of its own, over a Postgres and a Redis that stand behind a wire each. */
export class MatrixShop implements ShopUnderTest {
  readonly healedWithinMs = OPEN_MS + 2000;
  readonly settledWithinMs = 15_000;
  private readonly running = new Map<App, AppProcess>();
  private readonly ports = new Map<App, number>();
  private readonly wires: Record<Ground, FaultyWire>;
  private readonly servers: Record<Ground, DatabaseServer>;
  private readonly patterns: 'on' | 'off';
  private databaseUrls: Record<string, string> = {};

  private constructor(servers: Record<Ground, DatabaseServer>, patterns: 'on' | 'off') {
    this.servers = servers;
    this.patterns = patterns;
    const wire = ({ url }: DatabaseServer) => new FaultyWire(() => url);
    this.wires = { postgres: wire(servers.postgres), redis: wire(servers.redis) };
  }

  /** @param patterns `off`: every caller is without them, to see what they are for */
  static async open(patterns: 'on' | 'off'): Promise<MatrixShop> {
    const [postgres, redis] = await Promise.all([startServer('postgres', { durable: true }), startServer('redis')]);
    const shop = new MatrixShop({ postgres, redis }, patterns);
    try {
      await shop.start();
      return shop;
    } catch (error) {
      await shop.close();
      throw error;
    }
  }

  get url(): string {
    return this.urlOf('storefront');
  }

  process(name: App): AppProcess {
    const found = this.running.get(name);
    if (found === undefined) throw new Error(`${name} was never started`);
    return found;
  }

  ground(name: Ground): { server: DatabaseServer; wire: FaultyWire } {
    return { server: this.servers[name], wire: this.wires[name] };
  }

  /** Puts a fault on a service by its own door. @throws Error it did not take it */
  async fault(name: Owner, body: object): Promise<void> {
    await this.ops(name, 'PUT', '/ops/faults/matrix', body);
  }

  /** Everything runs again as it did, whatever was done to it. */
  async heal(): Promise<void> {
    for (const wire of Object.values(this.wires)) wire.heal();
    for (const app of this.running.values()) app.thaw();
    await Promise.all([...this.running].filter(([, app]) => !app.isRunning).map(([name]) => this.launch(name)));
    await Promise.all(owners.map(name => this.ops(name, 'DELETE', '/ops/faults')));
  }

  async forget(): Promise<void> {
    await Promise.all(callers.map(name => this.ops(name, 'POST', '/ops/reset')));
  }

  /** Past the wire. */
  query<Row extends object>(owner: Owner, sql: string, values: unknown[] = []): Promise<Row[]> {
    const url = new URL(this.databaseUrls[owner] ?? '');
    url.port = new URL(this.servers.postgres.url).port;
    return askOnce<Row>(url.href, sql, values);
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map(app => app.kill()));
    await Promise.all(Object.values(this.wires).map(wire => wire.close()));
    await Promise.all(Object.values(this.servers).map(server => server.end()));
  }

  private async start(): Promise<void> {
    await Promise.all(Object.values(this.wires).map(wire => wire.open()));
    const { url } = this.servers.postgres;
    const urls = await createServiceDatabases(
      { url, port: Number(new URL(url).port) },
      owners.map(name => ({ name, password: 'matrix' })),
    );
    this.databaseUrls = Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [name, this.behind('postgres', url)]),
    );
    for (const name of waves.flat()) this.ports.set(name, await freePort());
    for (const wave of waves) await Promise.all(wave.map(name => this.launch(name)));
  }

  private behind(ground: Ground, url: string): string {
    const wired = new URL(url);
    wired.port = new URL(this.wires[ground].url).port;
    return wired.href;
  }

  private async launch(name: App): Promise<void> {
    const env = {
      ...quick,
      PORT: String(this.ports.get(name)),
      SEED: 'demo',
      FAULTS: 'on',
      PATTERNS: this.patterns,
      LOG_LEVEL: 'warn',
      REDIS_URL: this.behind('redis', this.servers.redis.url),
      ...(name !== 'storefront' && { DATABASE_URL: this.databaseUrls[name] ?? '' }),
      ...Object.fromEntries(calls[name].map(callee => [`${callee.toUpperCase()}_URL`, this.urlOf(callee)])),
    };
    await launchApp(name, env, { onStart: app => void this.running.set(name, app) });
  }

  private urlOf(name: App): string {
    return `http://127.0.0.1:${this.ports.get(name)}`;
  }

  private async ops(name: App, method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.urlOf(name)}${path}`, {
      method,
      headers: { ...opsOnly, connection: 'close', ...(body && { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(LOOKS_WITHIN_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} of ${name} answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
