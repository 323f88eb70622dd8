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

/** So many attempts in a row that an address did not answer within their own limit, and it is ejected (Envoy, outlier detection). */
const SILENT_TO_EJECT = 3;
/** An ejected address gets one attempt every so often; the first answer brings it back. */
const EJECT_MS = 10 * SECOND;

export interface Address {
  /** Such as http://127.0.0.1:3001. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  readonly pool: Pool;
  passedOverUntilMs: number;
  /** Attempts that passed their limit since the last answer. */
  silentInRow: number;
}

/** Connections to the addresses of one service, called in turn; those that cannot be reached, or do not answer, are passed over. */
export class Connections {
  private readonly addresses: Address[];
  private turn = 0;

  constructor(origins: readonly string[]) {
    if (origins.length === 0) throw new RangeError('a service needs at least one address');
    this.addresses = origins.map(addressOf);
  }

  /** Returns the next address that is not passed over; the next of all when every one is. */
  next(): Address {
    const nowMs = performance.now();
    const inTurn = this.addresses.map((_, i) => this.addresses[(this.turn + i) % this.addresses.length] as Address);
    this.turn += 1;
    const address = inTurn.find(({ passedOverUntilMs }) => passedOverUntilMs <= nowMs) ?? inTurn[0]!;
    // Its one attempt: others must not join it before it has ended.
    if (isEjected(address)) eject(address);
    return address;
  }
}

const isEjected = ({ silentInRow }: Address) => silentInRow >= SILENT_TO_EJECT;

function eject(address: Address): void {
  address.passedOverUntilMs = performance.now() + EJECT_MS;
}

/** Records that an attempt exceeded its own limit: a deadline or a caller that left says nothing about the address. */
export function noteSilence(address: Address): void {
  address.silentInRow += 1;
  if (isEjected(address)) eject(address);
}

/** Records that an address answered, whatever the answer. */
export function noteAnswer(address: Address): void {
  if (isEjected(address)) address.passedOverUntilMs = 0;
  address.silentInRow = 0;
}

/** Records that an address could not be reached. */
export function passOver(address: Address): void {
  address.passedOverUntilMs = performance.now() + PASS_OVER_MS;
}

function addressOf(url: string): Address {
  const { origin, hostname: host, port } = new URL(url);
  return { origin, host, port: Number(port || 80), pool: openPool(url), passedOverUntilMs: 0, silentInRow: 0 };
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
