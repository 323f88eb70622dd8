import {
  askOnce,
  createServiceDatabases,
  type DatabaseServer,
  FaultyWire,
  type RewindablePostgres,
  startRewindablePostgres,
  startServer,
} from '@watertight/testing/processes';
import { redisUsers } from '@watertight/topology';

export interface DatabaseOptions {
  /** Databases that each have a durable PostgreSQL server of their own; the others share one. Default none. */
  own?: readonly string[];
  /** Whether the shared server keeps what it committed when it is killed and restarted. Default false. */
  durable?: boolean;
  /** Whether the own servers can lose their last commits (embedded servers only). Default false. */
  rewindable?: boolean;
  /** What is reached by a wire: `postgres` (the shared server), `redis`, or a database with its own server. Default none. */
  wires?: readonly string[];
  /** Of each role. Default: as in the shop. */
  connectionLimit?: number;
  /** Default true. */
  redis?: boolean;
}

const SHARED = 'postgres';
/** Of every role and user. */
const PASSWORD = 'lab';
/** As in the shop: a service that needs more of Redis than its user may do fails here, too. */
const access = {
  users: Object.entries(redisUsers).map(([name, rules]) => ({ name, rules, password: PASSWORD })),
  operatorPassword: PASSWORD,
};

/** The PostgreSQL servers and the Redis of one shop, the databases on them, and the wires in front of them. */
export class Databases {
  private readonly options: DatabaseOptions;
  private readonly servers = new Map<string, DatabaseServer>();
  private readonly wires = new Map<string, FaultyWire>();
  private urls: Record<string, string> = {};

  constructor(options: DatabaseOptions) {
    this.options = options;
  }

  /** Starts the servers, and creates a database and a role for each name. */
  async open(names: readonly string[]): Promise<void> {
    const { own = [], redis = true, wires = [] } = this.options;
    const needed = [...own, ...(names.some(name => !own.includes(name)) ? [SHARED] : []), ...(redis ? ['redis'] : [])];
    await Promise.all(needed.map(async name => this.servers.set(name, await this.startServer(name))));
    for (const name of wires) {
      const wire = new FaultyWire(() => this.server(name).url);
      await wire.open();
      this.wires.set(name, wire);
    }
    for (const server of [...own, SHARED]) {
      const there = server === SHARED ? names.filter(name => !own.includes(name)) : [server];
      if (there.length > 0) this.urls = { ...this.urls, ...(await this.create(server, there)) };
    }
  }

  /** `redis`, `postgres` (the shared server), or the own server of a database. @throws Error it was not started */
  server(name: string): DatabaseServer {
    const found = this.servers.get(name);
    if (found === undefined) throw new Error(`no server was started for ${name}`);
    return found;
  }

  rewindable(name: string): RewindablePostgres {
    const server = this.server(name);
    if (!('putBack' in server)) throw new Error(`the server of ${name} cannot lose commits`);
    return server as RewindablePostgres;
  }

  wire(name: string): FaultyWire {
    const found = this.wires.get(name);
    if (found === undefined) throw new Error(`no wire leads to ${name}`);
    return found;
  }

  /** Where an app reaches its database, by the wire where there is one; undefined if it has none. */
  urlFor(name: string): string | undefined {
    const url = this.urls[name];
    return url && this.byWire(this.hostOf(name), url);
  }

  /** Where an app reaches Redis as its user, by the wire where there is one; as the operator if it has no user. */
  redisUrlFor(app: string | undefined): string | undefined {
    const redis = this.servers.get('redis');
    if (redis === undefined) return undefined;
    const user = app !== undefined && app in redisUsers ? { username: app, password: PASSWORD } : {};
    return this.byWire('redis', changed(redis.url, user));
  }

  /** A database as the superuser of its server, past the wire. */
  superuserUrl(name: string): string {
    const url = new URL(this.server(this.hostOf(name)).url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** Rows of a database, past the wire. */
  query<Row extends object>(name: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    return askOnce<Row>(this.urls[name] ?? '', sql, values);
  }

  /** Ends the faults of the wires. Servers are restarted or thawed by the caller that broke them. */
  heal(): void {
    for (const wire of this.wires.values()) wire.heal();
  }

  async close(): Promise<void> {
    await Promise.all([...this.wires.values()].map(wire => wire.close()));
    await Promise.all([...this.servers.values()].map(server => server.end()));
  }

  private startServer(name: string): Promise<DatabaseServer> {
    if (name === 'redis') return startServer('redis', { access });
    const { durable = false, rewindable = false } = this.options;
    if (name === SHARED) return startServer('postgres', { durable });
    return rewindable ? startRewindablePostgres() : startServer('postgres', { durable: true });
  }

  private async create(server: string, names: readonly string[]): Promise<Record<string, string>> {
    const { connectionLimit } = this.options;
    const { url } = this.server(server);
    const { hostname, port } = new URL(url);
    const roles = names.map(name => ({ name, password: PASSWORD, ...(connectionLimit && { connectionLimit }) }));
    const urls = await createServiceDatabases({ url, port: Number(port) }, roles);
    // A container may be reached by another address than the machine's own.
    return Object.fromEntries(Object.entries(urls).map(([name, each]) => [name, changed(each, { hostname })]));
  }

  private hostOf(name: string): string {
    return this.options.own?.includes(name) ? name : SHARED;
  }

  private byWire(name: string, url: string): string {
    const wire = this.wires.get(name);
    return wire ? changed(url, { hostname: '127.0.0.1', port: new URL(wire.url).port }) : url;
  }
}

function changed(
  url: string,
  parts: { hostname?: string; port?: string; username?: string; password?: string },
): string {
  return Object.assign(new URL(url), parts).href;
}
