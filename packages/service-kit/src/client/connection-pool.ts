import { SECOND } from '@watertight/resilience';
import { createSecureContext } from 'node:tls';
import { type buildConnector, buildConnector as connector, type Dispatcher, Pool } from 'undici';
import { keepConnectionsOfAbandonedCalls } from './abandoned-calls.ts';
import { ownIdentity, proofTo } from '../identity/this-process.ts';

/** A connection lives 30 s ± 20 %, so that replicas that come are found and all do not reconnect at once. */
const CONNECTION_AGE_MS = 30 * SECOND;
const MAX_CONNECTIONS = 512;

/** What opening a connection may take, in ms, its name's look-up included; the attempt that wants it has a limit of its own. */
export const connectMs = 3 * SECOND;

const all = new Set<Pool>();

/**
 * Opens the pool of connections to one address of a service, or to the Unix socket where it is served. Behind https, the other
 * end must prove that it is that service.
 */
export function openPool(origin: string, service: string, socketPath?: string): Dispatcher {
  const pool = new Pool(origin, {
    // The bulkhead bounds the calls; undici's own queue behind this limit is never reached.
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    allowH2: false, // no service speaks it; to find that out, all calls would wait for the first connection
    connect: origin.startsWith('https:')
      ? provenConnector(service)
      : { timeout: connectMs, ...(socketPath !== undefined && { socketPath }) },
    clientTtl: CONNECTION_AGE_MS * (0.8 + 0.4 * Math.random()),
    // undici's own limits tick once a second; every attempt has an AbortSignal instead.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  all.add(pool);
  return pool.compose(keepConnectionsOfAbandonedCalls);
}

/** Opens connections with this process's own certificate; after a rotation, with the new one. */
function provenConnector(service: string): buildConnector.connector {
  const open = ({ servername, ...files }: ReturnType<typeof proofTo>) =>
    // One context for all connections: to read the keys costs as much as a handshake.
    connector({
      timeout: connectMs,
      maxCachedSessions: 0,
      allowH2: false,
      servername,
      secureContext: createSecureContext(files),
    });
  let connect = open(proofTo(service));
  ownIdentity()?.onRotation(() => (connect = open(proofTo(service))));
  return (options, callback) => connect(options, callback);
}

/** Ends every connection of this process; calls under way are cut. */
export async function closeConnections(): Promise<void> {
  const pools = [...all];
  all.clear();
  await Promise.all(pools.map(pool => pool.destroy()));
}
