import { type AppProcess, freePort, realPostgres, realRedis, startApp, until } from '@watertight/testing';

const owners = ['search', 'checkout', 'profile', 'payment', 'recommendations', 'comments', 'bank'] as const;
type Owner = (typeof owners)[number];
export type ServiceName = Owner | 'storefront' | 'control-room';

/** Who calls whom, by the variable that names it. */
const calls: Partial<Record<ServiceName, readonly ServiceName[]>> = {
  storefront: ['search', 'checkout', 'profile', 'recommendations', 'comments'],
  checkout: ['payment'],
  payment: ['bank'],
  'control-room': [...owners, 'storefront'],
};

/** Short where a test would otherwise wait for a person's patience. */
const quick = { PACKING_MS: '200', SWEEP_MS: '500', DAWDLE_MS: '500' };

/**
 * Below the ports that kernels hand out, or somebody's connection would take one before its service does; and not where
 * the shop of another test file looks at the same time.
 */
const FIRST_PORT = 20_000 + ((process.pid * 16) % 12_000);

interface Options {
  /** Starts the control room as well, and sends it every span. Default false. */
  traces?: boolean;
}

/**
 * The whole shop as real processes on free ports, with databases and a Redis of this test file's own.
 *
 * Call it while the file is read, `open()` in beforeAll; the processes end with the file. Checkout's Postgres is a
 * server of its own, to be broken.
 */
export class TestShop {
  readonly redis = realRedis();
  readonly checkoutPostgres = realPostgres({ ownServer: true });
  private readonly databases = Object.fromEntries(
    owners.map(name => [name, name === 'checkout' ? this.checkoutPostgres : realPostgres()]),
  ) as Record<Owner, ReturnType<typeof realPostgres>>;
  private readonly traces: boolean;
  private readonly ports = new Map<ServiceName, number>();
  private readonly running = new Map<ServiceName, AppProcess>();

  constructor({ traces = false }: Options = {}) {
    this.traces = traces;
  }

  get url(): string {
    return this.urlOf('storefront');
  }

  /** Those who call nobody first: two cores start five processes faster than nine. */
  async open(): Promise<void> {
    const all: ServiceName[] = [...owners, 'storefront', ...(this.traces ? (['control-room'] as const) : [])];
    for (const [i, name] of all.entries()) this.ports.set(name, await freePort(FIRST_PORT + i));
    const [callers, leaves] = [all.filter(name => calls[name]), all.filter(name => !calls[name])];
    await Promise.all(leaves.map(name => this.start(name)));
    await Promise.all(callers.map(name => this.start(name)));
    await until(() => this.isWhole(), { withinMs: 20_000 });
  }

  /** Cold services answer their first questions late: tests are about a shop that has been open for a moment. */
  private async isWhole(): Promise<boolean> {
    const page = await (await fetch(new URL('/products/kayak-deck-compass', this.url))).text();
    return [...page.matchAll(/data-state="([a-z]+)"/g)].every(([, state]) => state === 'ok');
  }

  process(name: ServiceName): AppProcess {
    const found = this.running.get(name);
    if (found === undefined) throw new Error(`${name} was never started`);
    return found;
  }

  urlOf(name: ServiceName): string {
    return `http://127.0.0.1:${this.ports.get(name)}`;
  }

  /** Starts a service, or starts it again at its old address; resolves when it is ready. */
  async start(name: ServiceName): Promise<void> {
    this.running.set(name, await startApp(name, this.environment(name)));
  }

  /** Thaws and starts what a test before has left frozen or dead. */
  async heal(): Promise<void> {
    for (const app of this.running.values()) app.thaw();
    const dead = [...this.running].filter(([, app]) => !app.isRunning);
    await Promise.all(dead.map(([name]) => this.start(name)));
  }

  /** Rows of a service's own database, for what a test wants to see for itself. */
  query<Row extends object>(owner: Owner, sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.databases[owner].query<Row>(sql, values);
  }

  /** What the bank has taken, oldest first: the truth about money. */
  async captured(): Promise<{ amountMinor: bigint }[]> {
    const rows = await this.query<{ amount_minor: string }>(
      'bank',
      "SELECT amount_minor FROM captures WHERE status = 'captured' ORDER BY at",
    );
    return rows.map(row => ({ amountMinor: BigInt(row.amount_minor) }));
  }

  /** What no visitor should have caused: services that have ended, and what the others have logged. */
  breakages(): string[] {
    return [...this.running].flatMap(([name, app]) => {
      const lines = app.logs().split('\n');
      const broken = lines.filter(line => /a request broke|view of .* broke|uncaught|unhandled/i.test(line));
      return [...(app.isRunning ? [] : ['has ended']), ...broken].map(line => `${name}: ${line}`);
    });
  }

  private environment(name: ServiceName): Record<string, string> {
    const owned = owners.find(owner => owner === name);
    const urls = (calls[name] ?? []).map(callee => [`${callee.toUpperCase()}_URL`, this.urlOf(callee)]);
    return {
      ...quick,
      PORT: String(this.ports.get(name)),
      SEED: 'demo',
      REDIS_URL: this.redis.url,
      ...(owned && { DATABASE_URL: this.databases[owned].url }),
      ...(this.traces && name !== 'control-room' && this.telemetry(name)),
      ...Object.fromEntries(urls),
    };
  }

  private telemetry(name: ServiceName): Record<string, string> {
    return {
      OTEL_SERVICE_NAME: name,
      OTEL_EXPORTER_OTLP_ENDPOINT: this.urlOf('control-room'),
      OTEL_BSP_SCHEDULE_DELAY: '200',
      TRACE_URL: `${this.urlOf('control-room')}/traces/{traceId}`,
    };
  }
}
