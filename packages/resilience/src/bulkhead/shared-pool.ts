import type { Call } from '../call.ts';
import { Seats, type SeatsSize } from './permits.ts';

/** A policy's part of the process: its own seats, and whether a wall stands around them. */
export interface Walled {
  readonly seats: SeatsSize;
  readonly wallIsUp: boolean;
}

/**
 * What the process has in all: the sum of the seats of every policy.
 *
 * While every wall is up it refuses nobody, as the walls together never let more in. One wall down, and that policy may
 * take the seats of all others: what a bulkhead is there to prevent, and what a process without one comes to.
 */
class SharedPool {
  readonly #members = new Set<Walled>();
  readonly #sum = { running: Infinity, waiting: 0 };
  readonly #seats = new Seats(this.#sum);

  /** Infinity while every wall is up. */
  get limit(): number {
    return this.#sum.running;
  }

  take(call: Call, maxWaitMs: number): Promise<void> | undefined {
    return this.#seats.take(call, maxWaitMs);
  }

  give(): void {
    this.#seats.give();
  }

  add(member: Walled): void {
    this.#members.add(member);
    this.measure();
  }

  remove(member: Walled): void {
    this.#members.delete(member);
    this.measure();
  }

  /** To be called when a wall went up or down, or seats were added or taken away. */
  measure(): void {
    const members = [...this.#members];
    const sum = (what: keyof SeatsSize) => members.reduce((total, { seats }) => total + seats[what], 0);
    this.#sum.running = members.every(({ wallIsUp }) => wallIsUp) ? Infinity : sum('running');
    this.#sum.waiting = sum('waiting');
    this.#seats.fill();
  }
}

/** One per process: sockets, memory and database connections are the process's, whatever the policies say. */
export const sharedPool = new SharedPool();
