import { SECOND } from '@watertight/resilience';
import { Pool } from 'undici';

/** A connection lives 30 s ± 20 %, so that replicas that come are found and all do not reconnect at once. */
const CONNECTION_AGE_MS = 30 * SECOND;
const MAX_CONNECTIONS = 512;

/** What opening a connection may take, in ms, its name's look-up included; the attempt that wants it has a limit of its own. */
export const connectMs = 3 * SECOND;

const all = new Set<Pool>();

/** An address that could not be reached is passed over for this long, as long as there is another. */
const PASS_OVER_MS = 1 * SECOND;

export interface Address {
  /** Such as http://127.0.0.1:3001. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  readonly pool: Pool;
  passedOverUntilMs: number;
}

/** Connections to the addresses of one service, asked in turn; those that cannot be reached are passed over for a second. */
export class Connections {
  private readonly addresses: Address[];
  private turn = 0;

  constructor(origins: readonly string[]) {
    if (origins.length === 0) throw new RangeError('a service needs at least one address');
    this.addresses = origins.map(addressOf);
  }

  /** The next address that may be asked; the next of all when none may. */
  next(): Address {
    const nowMs = performance.now();
    const inTurn = this.addresses.map((_, i) => this.addresses[(this.turn + i) % this.addresses.length] as Address);
    this.turn += 1;
    return inTurn.find(({ passedOverUntilMs }) => passedOverUntilMs <= nowMs) ?? (inTurn[0] as Address);
  }
}

/** Tells that an address could not be reached. */
export function passOver(address: Address): void {
  address.passedOverUntilMs = performance.now() + PASS_OVER_MS;
}

function addressOf(url: string): Address {
  const { origin, hostname: host, port } = new URL(url);
  return { origin, host, port: Number(port || 80), pool: openPool(url), passedOverUntilMs: 0 };
}

function openPool(origin: string): Pool {
  const pool = new Pool(origin, {
    // The bulkhead bounds the calls; undici's own queue behind this limit is never reached.
    connections: MAX_CONNECTIONS,
    pipelining: 1,
    connect: { timeout: connectMs },
    clientTtl: CONNECTION_AGE_MS * (0.8 + 0.4 * Math.random()),
    // undici's own limits tick once a second; every attempt has an AbortSignal instead.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  all.add(pool);
  return pool;
}

/** Ends every connection of this process; calls under way are cut. */
export async function closeConnections(): Promise<void> {
  const pools = [...all];
  all.clear();
  await Promise.all(pools.map(pool => pool.destroy()));
}
