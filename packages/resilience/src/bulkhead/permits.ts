import { Queue, type Queueable } from './queue.ts';

/** How many calls may run and wait. Read for each call, because the limits change at run time. */
export interface PermitLimits {
  readonly running: number;
  readonly waiting: number;
}

/** A call in the queue. `admit` takes it out of the queue. */
export interface QueuedCall extends Queueable<QueuedCall> {
  admit(): void;
}

/** A counter and one FIFO queue. */
export class Permits {
  running = 0;
  readonly queue = new Queue<QueuedCall>();
  readonly #limits: PermitLimits;

  constructor(limits: PermitLimits) {
    this.#limits = limits;
  }

  get waiting(): number {
    return this.queue.length;
  }

  get isQueueFull(): boolean {
    return this.queue.length >= this.#limits.waiting;
  }

  /** Returns false when no permit is free. Each permit is released exactly once. */
  tryAcquire(): boolean {
    // A new call never overtakes a waiting one: a released permit goes to the queue at once, so a free one means an empty queue.
    if (this.running >= this.#limits.running) return false;
    this.running++;
    return true;
  }

  release(): void {
    this.running--;
    this.admitWaiting();
  }

  /** Admits calls from the front of the queue while there are permits: after a release, or after the limits changed. */
  admitWaiting(): void {
    for (let { first } = this.queue; first !== null && this.tryAcquire(); first = this.queue.first) first.admit();
  }
}
