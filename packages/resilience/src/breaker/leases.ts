import type { Clock } from '../clock.ts';

interface Lease {
  readonly epoch: number;
  timer: unknown;
}

/** Ends probes that never do: a place taken for ever would keep the circuit half-open for ever. */
export class Leases {
  readonly #rules: { readonly leaseMs: number };
  readonly #clock: Clock;
  readonly #onExpired: (epoch: number) => void;
  readonly #running = new Set<Lease>();

  constructor(rules: { readonly leaseMs: number }, clock: Clock, onExpired: (epoch: number) => void) {
    this.#rules = rules;
    this.#clock = clock;
    this.#onExpired = onExpired;
  }

  begin(epoch: number): Lease {
    const lease: Lease = { epoch, timer: null };
    lease.timer = this.#clock.setTimeout(
      expired => this.end(expired) && this.#onExpired(epoch),
      this.#rules.leaseMs,
      lease,
    );
    this.#running.add(lease);
    return lease;
  }

  /** False when it had ended before. */
  end(lease: Lease): boolean {
    this.#clock.clearTimeout(lease.timer);
    return this.#running.delete(lease);
  }

  endAll(): void {
    for (const lease of this.#running) this.end(lease);
  }
}
