import type { RedisAccess } from '@watertight/embedded-databases';
import { config } from './config.ts';
import { startContainer } from './container-server.ts';
import { startEmbedded } from './embedded-server.ts';

/** A database server of a test's own, embedded or in a container: it may be broken at will. */
export interface DatabaseServer {
  /** As the superuser; the same after every restart. */
  readonly url: string;
  /** Ends it at once, as a power cut would; connections are refused until `restart`. */
  kill(): Promise<void>;
  /** Stops it from running: it accepts connections, or keeps them, and answers nothing. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  /** Kills it if it still runs, starts it on the same port, and waits until it answers. */
  restart(): Promise<void>;
  /** Ends it for good and removes its data. */
  end(): Promise<void>;
}

export type DatabaseKind = 'postgres' | 'redis';

export interface DatabaseServerOptions {
  /** What was committed survives `kill` and `restart`; containers always do as their image does. Default false. */
  durable?: boolean;
  /** The users of a Redis. Default: every client may do everything, without a password. */
  access?: RedisAccess;
}

/** Starts a server that ends with this process: an embedded one, or with CONTAINERS=1 a container. */
export function startServer(kind: DatabaseKind, options: DatabaseServerOptions = {}): Promise<DatabaseServer> {
  return config.containers() ? startContainer(kind, options) : startEmbedded(kind, options);
}
