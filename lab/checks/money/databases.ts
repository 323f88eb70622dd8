import {
  askOnce,
  createServiceDatabases,
  FaultyWire,
  type RewindablePostgres,
  startRewindablePostgres,
} from '@watertight/testing/processes';

export const databaseNames = ['payment', 'checkout', 'recommendations', 'bank'] as const;
export type DatabaseName = (typeof databaseNames)[number];

/** Databases that meet every fault, and are reached by a wire that can stall. */
export const fragileNames = ['payment', 'checkout'] as const;
export type FragileName = (typeof fragileNames)[number];

/**
 * A PostgreSQL server for each service, so that one may fail while the others run.
 *
 * Assumed, and not checked: the databases of bank and recommendations never lose what they have committed. The bank's book
 * is the truth that everything is compared with, and recommendations may forget sales without harm.
 */
export class Databases {
  private readonly servers: Record<DatabaseName, RewindablePostgres>;
  private readonly urls: Record<DatabaseName, string>;
  private readonly wires: Record<FragileName, FaultyWire>;

  private constructor(servers: Record<DatabaseName, RewindablePostgres>, urls: Record<DatabaseName, string>) {
    this.servers = servers;
    this.urls = urls;
    this.wires = {
      payment: new FaultyWire(() => urls.payment),
      checkout: new FaultyWire(() => urls.checkout),
    };
  }

  static async open(): Promise<Databases> {
    const started = await Promise.all(
      databaseNames.map(async name => [name, await startRewindablePostgres()] as const),
    );
    const servers = Object.fromEntries(started) as Record<DatabaseName, RewindablePostgres>;
    const made = started.map(async ([name, { url }]) => {
      const owner = { name, password: 'check', connectionLimit: 100 }; // two processes, and our own looks
      return createServiceDatabases({ url, port: Number(new URL(url).port) }, [owner]);
    });
    const urls = Object.assign({}, ...(await Promise.all(made))) as Record<DatabaseName, string>;
    const databases = new Databases(servers, urls);
    await Promise.all(Object.values(databases.wires).map(wire => wire.open()));
    return databases;
  }

  server(name: DatabaseName): RewindablePostgres {
    return this.servers[name];
  }

  wire(name: FragileName): FaultyWire {
    return this.wires[name];
  }

  /** Where a service reaches its database. */
  urlFor(name: DatabaseName): string {
    return isFragile(name) ? this.wires[name].url : this.urls[name];
  }

  /** A service's database as its server's superuser, past the wire. */
  superuserUrl(name: DatabaseName): string {
    const url = new URL(this.servers[name].url);
    url.pathname = `/${name}`;
    return url.href;
  }

  /** Rows of a database, past the wire. */
  query<Row extends object>(name: DatabaseName, sql: string, values: unknown[] = []): Promise<Row[]> {
    return askOnce<Row>(this.urls[name], sql, values);
  }

  heal(): void {
    for (const wire of Object.values(this.wires)) wire.heal();
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.wires).map(wire => wire.close()));
    await Promise.all(Object.values(this.servers).map(server => server.end()));
  }
}

function isFragile(name: DatabaseName): name is FragileName {
  return (fragileNames as readonly string[]).includes(name);
}
