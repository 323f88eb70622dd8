import { Permits, type PermitLimits } from './permits.ts';

/** A policy with a bulkhead: its limits, and whether its bulkhead is on. */
export interface PoolMember {
  readonly limits: PermitLimits;
  readonly isEnabled: boolean;
}

/**
 * The permits of the whole process: the sum over all policies.
 *
 * While every bulkhead is on, the pool refuses no call, because the bulkheads together never admit more. With one switched
 * off, its policy may take the permits of all others. That is what a process without bulkheads does.
 */
class SharedPool {
  readonly #members = new Set<PoolMember>();
  readonly #sum = { running: Infinity, waiting: 0 };
  readonly permits = new Permits(this.#sum);

  /** Infinity while every bulkhead is on. */
  get limit(): number {
    return this.#sum.running;
  }

  add(member: PoolMember): void {
    this.#members.add(member);
    this.updateLimits();
  }

  remove(member: PoolMember): void {
    this.#members.delete(member);
    this.updateLimits();
  }

  /** Adds the limits up again, after one changed or a bulkhead was switched. */
  updateLimits(): void {
    const members = [...this.#members];
    const sum = (what: keyof PermitLimits) => members.reduce((total, { limits }) => total + limits[what], 0);
    this.#sum.running = members.every(({ isEnabled }) => isEnabled) ? Infinity : sum('running');
    this.#sum.waiting = sum('waiting');
    this.permits.admitWaiting();
  }
}

/** One per process: sockets, memory and database connections are the process's, whatever the policies say. */
export const sharedPool = new SharedPool();
