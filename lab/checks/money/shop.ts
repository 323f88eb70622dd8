import {
  type AppProcess,
  type DatabaseServer,
  type FaultProfile,
  FaultyWire,
  freePort,
  launchApp,
  startServer,
} from '@watertight/testing/processes';
import { type DatabaseName, Databases } from './databases.ts';
import { SpanSink } from './span-sink.ts';

export const serviceNames = [
  'bank',
  'payment-1',
  'payment-2',
  'checkout-1',
  'checkout-2',
  'recommendations-1',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** How long a charge belongs to its process. Here short, as all waits are: a minute should hold many of them. */
export const LEASE_MS = 2000;
/** After which a charge whose order is not paid goes back: long enough for its customer to send the form again. */
export const ORPHAN_MS = 12_000;
const quick: Record<string, Record<string, string>> = {
  bank: { DAWDLE_MS: '300' },
  payment: { LEASE_MS: String(LEASE_MS), SWEEP_MS: '300', ABANDON_MS: '12000', RECONCILE_MS: '2000' },
  checkout: {
    LEASE_MS: '3000',
    SWEEP_MS: '300',
    COMPARE_MS: '2000',
    ORPHAN_MS: String(ORPHAN_MS),
    HOLD_MS: '8000',
    HOLD_AFTER_DECLINE_MS: '4000',
    RELAY_MS: '200',
    RESEND_MS: '3000',
    PACKING_MS: '200',
  },
};

const REVIVES_WITHIN_MS = 60_000;

const wired = ['bank', 'payment-1', 'payment-2'] as const;
const serviceOf = (name: ServiceName): string => name.split('-')[0] ?? name;

/** What the processes stand on, and where they were built. */
interface Ground {
  databases: Databases;
  redis: DatabaseServer;
  buildDir: string;
}

/**
 * What takes the money, twice where it may be, over one Redis and a Postgres for each service; and the bank.
 *
 * Everything may be broken but the bank's database: that is another company's.
 */
export class MoneyShop {
  readonly databases: Databases;
  readonly redis: DatabaseServer;
  private readonly buildDir: string;
  private readonly ports = new Map<ServiceName, number>();
  private readonly running = new Map<ServiceName, AppProcess>();
  /** Every process that ever was, also those that died. */
  readonly lives: { name: ServiceName; app: AppProcess }[] = [];
  /** Processes that had been ready and then ended by themselves, in words. */
  readonly fallen: string[] = [];
  private readonly sink = new SpanSink();
  private readonly wires = new Map<ServiceName, FaultyWire>();
  private readonly clientWires = new Map<ServiceName, FaultyWire>();

  private constructor({ databases, redis, buildDir }: Ground) {
    this.databases = databases;
    this.redis = redis;
    this.buildDir = buildDir;
  }

  static async open(buildDir: string, random: () => number): Promise<MoneyShop> {
    const [databases, redis] = await Promise.all([Databases.open(), startServer('redis')]);
    const shop = new MoneyShop({ databases, redis, buildDir });
    try {
      await shop.start(random);
    } catch (error) {
      await shop.close();
      throw error;
    }
    return shop;
  }

  /** Where clients reach a service: payment by a wire. */
  urlOf(name: ServiceName): string {
    return (this.clientWires.get(name) ?? this.process(name)).url;
  }

  /** What was sent to the collector of traces. */
  get spans(): readonly string[] {
    return this.sink.spans;
  }

  isRunning(name: ServiceName): boolean {
    return this.running.get(name)?.isRunning === true;
  }

  process(name: ServiceName): AppProcess {
    const found = this.running.get(name);
    if (found === undefined) throw new Error(`${name} was never started`);
    return found;
  }

  /**
   * Sees to it that a service runs, as often as it takes: what it stands on may be away as well.
   *
   * @param crashAt the step after which it is to die, as CRASH_AT has it
   * @throws Error it did not come up within a minute; with what it wrote
   */
  async revive(name: ServiceName, crashAt?: string): Promise<void> {
    const endsAtMs = performance.now() + REVIVES_WITHIN_MS;
    while (!this.isRunning(name)) {
      try {
        const env = { ...this.environment(name), ...(crashAt !== undefined && { CRASH_AT: crashAt }) };
        const onStart = (app: AppProcess) => {
          this.running.set(name, app);
          this.lives.push({ name, app });
        };
        this.watch(name, await launchApp(serviceOf(name), env, { buildDir: this.buildDir, onStart }));
      } catch (error) {
        if (crashAt !== undefined) return; // it has passed that step before it was ready, or cannot start now
        if (performance.now() > endsAtMs) throw error;
      }
    }
  }

  become(mood: FaultProfile): void {
    for (const wire of this.wires.values()) wire.setFaults(mood);
    // A client whose words are swallowed must hang up by itself, which says nothing of the shop.
    for (const wire of this.clientWires.values()) wire.setFaults({ ...mood, 'half-open': 0 });
  }

  /** Everything runs again, whatever was done to it. */
  async heal(): Promise<void> {
    this.databases.heal();
    for (const wire of this.allWires()) wire.heal();
    for (const app of this.running.values()) app.thaw();
    const dead = serviceNames.filter(name => !this.isRunning(name));
    await Promise.all(dead.map(name => this.revive(name)));
  }

  /** Rows of a database, for whoever wants to see the truth. */
  query<Row extends object>(database: DatabaseName, sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.databases.query<Row>(database, sql, values);
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map(app => app.kill()));
    await Promise.all(this.allWires().map(wire => wire.close()));
    this.sink.close();
    await Promise.all([this.databases.close(), this.redis.end()]);
  }

  private async start(random: () => number): Promise<void> {
    await this.sink.open();
    for (const name of serviceNames) this.ports.set(name, await freePort());
    for (const name of wired) {
      for (const wires of [this.wires, this.clientWires]) {
        const wire = new FaultyWire(() => this.addressOf(name), { random });
        await wire.open();
        wires.set(name, wire);
      }
    }
    await this.heal();
  }

  /** Whatever is away, only a signal may end a process: one that gave up would take its other requests with it. */
  private watch(name: ServiceName, app: AppProcess): void {
    void app.exited.then(({ code }) => {
      if (code !== null) this.fallen.push(`${name} ended with ${code}: ${app.logs().trimEnd().slice(-500)}`);
    });
  }

  private allWires(): FaultyWire[] {
    return [...this.wires.values(), ...this.clientWires.values()];
  }

  private addressOf(name: ServiceName): string {
    return `http://127.0.0.1:${this.ports.get(name)}`;
  }

  private environment(name: ServiceName): Record<string, string> {
    const service = serviceOf(name);
    return {
      PORT: String(this.ports.get(name)),
      FAULTS: 'on',
      LOG_LEVEL: 'debug', // what is written only then is written down as well
      OTEL_EXPORTER_OTLP_ENDPOINT: this.sink.url,
      OTEL_SERVICE_NAME: name,
      DATABASE_URL: this.databases.urlFor(service as DatabaseName),
      REDIS_URL: this.redis.url,
      BANK_URL: this.wires.get('bank')?.url ?? '',
      PAYMENT_URL: ['payment-1', 'payment-2'].map(name => this.wires.get(name as ServiceName)?.url).join(','),
      ...quick[service],
    };
  }
}
