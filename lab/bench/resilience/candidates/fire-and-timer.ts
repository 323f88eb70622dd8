import { EventEmitter } from 'node:events';
import CircuitBreaker, { type Options, type StatusOptions } from 'opossum';
import type { Action, Candidate } from '../candidate.ts';
import { numbers } from '../candidate.ts';

const statusOptions: StatusOptions = { rotateBucketController: new EventEmitter(), enableSnapshots: false };
const StockStatus = CircuitBreaker.newStatus(statusOptions).constructor as new (options: StatusOptions) => object;

/** Counts nothing: the stock one keeps every latency. */
class NoStatus extends StockStatus {
  increment(): void {}
}

/**
 * What a pipeline that calls through opossum cannot be cheaper than: its `fire` stripped of all that can be switched off,
 * one timer, and a signal made when it is read. No retry, no permits, no deadline, nothing counted, nothing classified.
 */
export const candidate: Candidate = {
  guard(action) {
    const options = { ...statusOptions, timeout: false, status: new NoStatus(statusOptions) };
    // packages/resilience declares only what it uses of opossum.
    const breaker = new CircuitBreaker(action, options as object as Options<Parameters<Action>>);
    return () => timed(breaker);
  },
};

async function timed(breaker: CircuitBreaker<Parameters<Action>>): Promise<unknown> {
  const asked = new Asked();
  const timer = setTimeout(cut, numbers.timeoutMs, asked);
  try {
    return await breaker.fire(asked);
  } finally {
    clearTimeout(timer);
  }
}

class Asked {
  controller: AbortController | null = null;

  get signal(): AbortSignal {
    return (this.controller ??= new AbortController()).signal;
  }
}

function cut({ controller }: Asked): void {
  controller?.abort();
}
