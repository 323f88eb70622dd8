import { type Classification, MINUTE, SECOND } from '@watertight/resilience';
import type { Dispatcher } from 'undici';
import { openPool } from './connection-pool.ts';

/** An address that could not be reached is passed over for this long, as long as there is another. */
export const PASS_OVER_MS = 1 * SECOND;

const UNIX = 'unix:';

export const ejection = {
  /** So many in a row eject an address, as in Envoy's outlier detection (`consecutive_5xx`, 5 by default). */
  failures: 5,
  /** How long it is ejected; twice as long after each trial that fails. */
  firstMs: 10 * SECOND,
  longestMs: 1 * MINUTE,
};

/** One address of a service, with what this process knows of it. */
export class Address {
  /** Such as http://127.0.0.1:3001; of a Unix socket http://localhost. */
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  readonly pool: Dispatcher;
  /** Attempts under way. */
  inProgress = 0;
  /** The turn in which it was called last. */
  lastTurn = 0;
  private failuresInRow = 0;
  /** Ejections in a row; 0 unless it is ejected. */
  private ejections = 0;
  private ejectedUntilMs = 0;
  private passedOverUntilMs = 0;

  /** @param url `http://…`, `https://…`, or `unix:` and the path of a socket */
  constructor(url: string, service: string) {
    const { origin, hostname, port } = new URL(url.startsWith(UNIX) ? 'http://localhost' : url);
    this.origin = origin;
    this.host = hostname;
    this.port = Number(port || (origin.startsWith('https:') ? 443 : 80));
    this.pool = openPool(origin, service, url.startsWith(UNIX) ? url.slice(UNIX.length) : undefined);
  }

  get isEjected(): boolean {
    return this.ejections > 0;
  }

  /** The time until its trial, in ms. */
  get retryInMs(): number {
    return Math.max(0, this.ejectedUntilMs - performance.now());
  }

  isUsable(canBeEjected: boolean): boolean {
    const leftOutUntilMs = canBeEjected
      ? Math.max(this.passedOverUntilMs, this.ejectedUntilMs)
      : this.passedOverUntilMs;
    return leftOutUntilMs <= performance.now();
  }

  /** Returns true for the one attempt that tries it after its time; others must not join before that has ended. */
  beginTrial(): boolean {
    const isTrial = this.isEjected && this.retryInMs === 0;
    if (isTrial) this.ejectFor(this.ejections);
    return isTrial;
  }

  passOver(): void {
    this.passedOverUntilMs = performance.now() + PASS_OVER_MS;
  }

  /**
   * Counts an attempt. Those that began before the ejection say nothing new when they fail.
   *
   * An address where no process listens is passed over, never ejected: a refused call costs no wait, and the process may be
   * back at any second. For the same reason a breaker opens for 1 s only.
   */
  note(result: Classification, isTrial: boolean): void {
    if (result === 'nothing') return;
    if (result !== 'failure') this.bringBack();
    else if (isTrial) this.ejectFor(this.ejections + 1);
    else if (!this.isEjected && ++this.failuresInRow >= ejection.failures) this.ejectFor(1);
  }

  bringBack(): void {
    this.failuresInRow = this.ejections = this.ejectedUntilMs = 0;
  }

  private ejectFor(ejections: number): void {
    this.ejections = ejections;
    const { firstMs, longestMs } = ejection;
    this.ejectedUntilMs = performance.now() + Math.min(firstMs * 2 ** (ejections - 1), longestMs);
  }
}
