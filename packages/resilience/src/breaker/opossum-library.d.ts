// What we use of opossum 10. @types/opossum declares its getters as properties, which no subclass may override.
declare module 'opossum' {
  import { EventEmitter } from 'node:events';

  export interface StatusOptions {
    /** Rotates the window's buckets for many breakers; without one each Status keeps an interval of its own. */
    rotateBucketController: EventEmitter;
    enableSnapshots: false;
  }

  export class Status extends EventEmitter {
    constructor(options: StatusOptions);
    get stats(): Record<string, unknown>;
    increment(counter: string, latencyMs?: number): void;
    open(): void;
    close(): void;
  }

  export interface Options<Args extends unknown[]> extends StatusOptions {
    name: string;
    /** False: the action brings its own. */
    timeout: false;
    /** How long it rests. Read each time it opens. */
    resetTimeout: number;
    status: Status;
    /** True: the error is a right answer. */
    errorFilter(error: unknown, ...args: Args): boolean;
  }

  export default class CircuitBreaker<Args extends unknown[]> extends EventEmitter {
    static newStatus(options: StatusOptions): Status;
    readonly options: Options<Args>;
    constructor(action: (...args: Args) => Promise<unknown>, options: Options<Args>);
    get name(): string;
    get closed(): boolean;
    get opened(): boolean;
    get halfOpen(): boolean;
    get pendingClose(): boolean;
    get warmUp(): boolean;
    get isShutdown(): boolean;
    get status(): Status;
    get stats(): Record<string, unknown>;
    toJSON(): { state: Record<string, unknown>; status: Record<string, unknown> };
    fire(...args: Args): Promise<unknown>;
    open(): void;
    close(): void;
    shutdown(): void;
    healthCheck(check: () => Promise<unknown>, intervalMs?: number): void;
  }
}
