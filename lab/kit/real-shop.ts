import { addressVariable, apps as allApps } from '@watertight/topology';
import {
  type AppProcess,
  type DatabaseServer,
  type FaultProfile,
  FaultyWire,
  freePort,
  launchApp,
  opsOnly,
} from '@watertight/testing/processes';
import { type DatabaseOptions, Databases } from './databases.ts';

const OPS_WITHIN_MS = 5000;

type Environment = Record<string, string>;

/** A process of the shop: an app that was built, or a program of the lab that stands in for one. */
export interface Part {
  name: string;
  /** Which app it is. Default: the one with its name. */
  app?: string;
  /** Arguments of Node, in place of the app that was built. */
  program?: readonly string[];
  /** Whether it has a database, of its name. Default: as the app has. */
  database?: boolean;
}

export interface RealShopOptions {
  /** Default: every app with a database, and the storefront. */
  apps?: readonly (string | Part)[];
  /** Processes of an app, by its name; several are named `payment-1`, `payment-2`. Default 1. */
  replicas?: Readonly<Record<string, number>>;
  databases?: DatabaseOptions;
  /** Apps whose processes are each behind two wires, one for services and one for clients; with what draws their faults. */
  wires?: { to: readonly string[]; random: () => number };
  /** `off`: every caller is without them. Default `on`. */
  patterns?: 'on' | 'off';
  /** Whether services take faults by `/ops`. Default false. */
  faults?: boolean;
  /** Demo data, and short times where a user would wait for seconds. Default false. */
  quick?: boolean;
  /** More for a process, in place of what the kit gives it. */
  environment?: (name: string, shop: RealShop) => Environment;
  /** Where the apps were built. Default: the workspace's own build. */
  buildDir?: string;
}

const quickEnvironment = { SEED: 'demo', PACKING_MS: '200', SWEEP_MS: '500', DAWDLE_MS: '500' };

/** Every app with a database, and the storefront: what a customer of the shop meets. */
export const shopApps: readonly string[] = allApps
  .filter(({ name, database }) => database !== null || name === 'storefront')
  .map(({ name }) => name);

/**
 * A shop of real processes over real databases. Each process and each server can be killed, frozen and started again, and
 * wires can stand between them. All of it ends with `close`, and with this process, however that ends.
 */
export class RealShop implements AsyncDisposable {
  readonly databases: Databases;
  /** Every process that was ever started, also those that have ended. */
  readonly lives: { name: string; app: AppProcess }[] = [];
  private readonly options: RealShopOptions;
  private readonly parts: ReadonlyMap<string, Required<Pick<Part, 'app'>> & Part>;
  private readonly ports = new Map<string, number>();
  private readonly running = new Map<string, AppProcess>();
  private readonly wires = new Map<string, { services: FaultyWire; clients: FaultyWire }>();

  constructor(options: RealShopOptions = {}) {
    this.options = options;
    this.databases = new Databases(options.databases ?? {});
    const named = (options.apps ?? shopApps).map(each => (typeof each === 'string' ? { name: each } : each));
    const all = named.flatMap(part => {
      const { name, app = name } = part;
      const count = options.replicas?.[name] ?? 1;
      const names = Array.from({ length: count }, (_, i) => (count === 1 ? name : `${name}-${i + 1}`));
      return names.map(replica => [replica, { ...part, app, name: replica }] as const);
    });
    this.parts = new Map(all);
  }

  /** Starts everything; an app without calls first, because its callers look for it. */
  async open(): Promise<this> {
    try {
      await this.databases.open([...new Set([...this.parts.values()].flatMap(part => this.databaseOf(part) ?? []))]);
      for (const name of this.parts.keys()) this.ports.set(name, await freePort());
      for (const [name, { app }] of this.parts) if (this.options.wires?.to.includes(app)) await this.putWires(name);
      const waves = Map.groupBy(this.parts.values(), part => callsOf(part).length > 0);
      for (const isCaller of [false, true])
        await Promise.all((waves.get(isCaller) ?? []).map(({ name }) => this.start(name)));
      return this;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** The address of the storefront. */
  get url(): string {
    return this.urlOf('storefront');
  }

  get redis(): DatabaseServer {
    return this.databases.server('redis');
  }

  get names(): string[] {
    return [...this.parts.keys()];
  }

  /** Where a process listens, past the wires. */
  urlOf(name: string): string {
    return `http://127.0.0.1:${this.ports.get(name)}`;
  }

  /** Where clients reach a process: by a wire if there is one. */
  clientUrlOf(name: string): string {
    return this.wires.get(name)?.clients.url ?? this.urlOf(name);
  }

  /** The last process of this name. @throws Error it was never started */
  process(name: string): AppProcess {
    const found = this.running.get(name);
    if (found === undefined) throw new Error(`${name} was never started`);
    return found;
  }

  isRunning(name: string): boolean {
    return this.running.get(name)?.isRunning === true;
  }

  /** Starts a process, or starts it again at its old address, with more in its environment; resolves when it is ready. */
  async start(name: string, more: Environment = {}): Promise<AppProcess> {
    const { app, program } = this.partOf(name);
    const env = { ...this.environmentOf(name), ...more };
    const onStart = (started: AppProcess) => {
      this.running.set(name, started);
      this.lives.push({ name, app: started });
    };
    const { buildDir } = this.options;
    return launchApp(app, env, { onStart, program, ...(buildDir !== undefined && { buildDir }) });
  }

  /** Ends all faults, thaws what is frozen and starts what has ended. `start`: how it does. */
  async heal(start = (name: string): Promise<unknown> => this.start(name)): Promise<void> {
    this.databases.heal();
    for (const { services, clients } of this.wires.values()) for (const wire of [services, clients]) wire.heal();
    for (const app of this.running.values()) app.thaw();
    await Promise.all(this.names.filter(name => !this.isRunning(name)).map(start));
    if (this.options.faults === true)
      await Promise.all(this.names.map(name => this.ops(name, 'DELETE', '/ops/faults')));
  }

  /** Gives the wires in front of the services a fault profile; `clients`: of their own. */
  setFaults(services: FaultProfile, clients = services): void {
    for (const wires of this.wires.values()) {
      wires.services.setFaults(services);
      wires.clients.setFaults(clients);
    }
  }

  /** Makes all pipelines of the callers new: what a breaker learned of one fault must not answer for the next. */
  async resetPatterns(): Promise<void> {
    const callers = [...this.parts.values()].filter(part => callsOf(part).length > 0);
    await Promise.all(callers.map(({ name }) => this.ops(name, 'POST', '/ops/reset')));
  }

  /** Rows of a database, past the wire. */
  query<Row extends object>(database: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.databases.query<Row>(database, sql, values);
  }

  /** Calls `/ops` of a process. @throws Error the answer is no success */
  async ops(name: string, method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.urlOf(name)}${path}`, {
      method,
      headers: { ...opsOnly, connection: 'close', ...(body && { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(OPS_WITHIN_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} of ${name} answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async close(): Promise<void> {
    await Promise.all([...this.running.values()].map(app => app.kill()));
    const wires = [...this.wires.values()].flatMap(({ services, clients }) => [services, clients]);
    await Promise.all(wires.map(wire => wire.close()));
    await this.databases.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private partOf(name: string) {
    const found = this.parts.get(name);
    if (found === undefined) throw new Error(`the shop has no ${name}`);
    return found;
  }

  /** Replicas share it. */
  private databaseOf({ name, app, database }: Part & { app: string }): string | undefined {
    const isReplica = this.options.replicas?.[app] !== undefined;
    const has = database ?? allApps.find(each => each.name === app)?.database != null;
    return has ? (isReplica ? app : name) : undefined;
  }

  private async putWires(name: string): Promise<void> {
    const random = this.options.wires?.random ?? Math.random;
    const wire = () => new FaultyWire(() => this.urlOf(name), { random });
    const [services, clients] = [wire(), wire()];
    await Promise.all([services.open(), clients.open()]);
    this.wires.set(name, { services, clients });
  }

  private environmentOf(name: string): Environment {
    const part = this.partOf(name);
    const { faults = false, patterns = 'on', quick = false, environment } = this.options;
    const database = this.databaseOf(part);
    const databaseUrl = database && this.databases.urlFor(database);
    // A program that stands in for an app keeps what it likes there.
    const redisUrl = this.databases.redisUrlFor(part.program === undefined ? part.app : undefined);
    const callees = callsOf(part).map(callee => {
      const replicas = [...this.parts.values()].filter(({ app }) => app === callee);
      const urls = replicas.map(each => this.wires.get(each.name)?.services.url ?? this.urlOf(each.name));
      return [addressVariable(callee), urls.join(',')];
    });
    return {
      PORT: String(this.ports.get(name)),
      LOG_LEVEL: 'warn',
      LIMITS: 'off', // all visitors of the lab come from one address
      ...(quick && quickEnvironment),
      ...(faults && { FAULTS: 'on' }),
      ...(patterns === 'off' && { PATTERNS: 'off' }),
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      ...Object.fromEntries(callees.filter(([, urls]) => urls !== '')),
      ...environment?.(name, this),
    };
  }
}

/** A program that stands in for an app has no callees of its own. */
function callsOf({ app, program }: Part): readonly string[] {
  return program === undefined ? (allApps.find(({ name }) => name === app)?.calls ?? []) : [];
}
