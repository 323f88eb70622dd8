import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallFacts } from '@watertight/resilience';

/** How critical work is: a caller needs its answer, a page is complete without it, or no caller waits for it. */
export type WorkKind = 'critical' | 'optional' | 'background';

/** What is known of the request being answered. */
export interface RequestContext {
  /** The calling service; `anonymous` when it does not identify itself. */
  readonly caller: string;
  /** On the monotonic clock of `performance.now()`; Infinity when the caller set no limit. */
  readonly deadlineAtMs: number;
  /** Aborted when the caller has hung up. */
  readonly signal: AbortSignal | undefined;
  /** Default `critical`. */
  readonly kind?: WorkKind;
  /** The visitor that limits count, in a service for browsers: an address, or a network of IPv6. */
  readonly client?: string;
  /** The reports of the calls it makes, once a feature has requested them. */
  calls?: CallReport[];
}

/** The result of one call to another service: our own numbers and codes, never content of request or answer. */
export interface CallReport extends CallFacts {
  readonly policy: string;
  readonly tookMs: number;
  /** Until the breaker lets a probe through; 0 unless it is open. */
  readonly retryInMs: number;
  /** How its last attempt ended: `no answer`, `connection refused`; undefined without an attempt. */
  readonly result: string | undefined;
  /** Of a call without an attempt: the latest attempt of any call under the policy. Undefined where there was none. */
  readonly lastAttempt: { readonly agoMs: number; readonly tookMs: number; readonly result: string } | undefined;
}

const storage = new AsyncLocalStorage<RequestContext>();

export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

export function currentRequest(): RequestContext | undefined {
  return storage.getStore();
}

/** Of the request being answered; what runs outside of one is in the background. */
export function kindOfWork(): WorkKind {
  const context = storage.getStore();
  return context === undefined ? 'background' : (context.kind ?? 'critical');
}

/** The time this request still has, in ms; never more than its caller granted. Infinity outside a request. */
export function remainingMs(): number {
  const context = storage.getStore();
  return context === undefined ? Infinity : Math.max(0, context.deadlineAtMs - performance.now());
}

/** Starts to collect reports of the calls of this request, as they end. Costs nothing where it is not called. */
export function noteCalls(): readonly CallReport[] {
  const context = storage.getStore();
  return context === undefined ? [] : (context.calls ??= []);
}

/** Aborted when the caller has hung up; undefined outside a request. */
export function callerSignal(): AbortSignal | undefined {
  return storage.getStore()?.signal;
}

const underWay = new Set<Promise<unknown>>();

/**
 * Finishes work that has been claimed, under its own limit and without its caller: no hang-up and no deadline cuts it.
 *
 * The service does not stop before it is done. Rejects as `work` does.
 */
export function shielded<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  const caller = storage.getStore()?.caller ?? 'anonymous';
  const own = { caller, deadlineAtMs: performance.now() + limitMs, signal: undefined, kind: kindOfWork() };
  const running = storage.run(own, work);
  const settled = running.then(
    () => undefined,
    () => undefined,
  ); // its caller, if there still is one, gets the failure
  underWay.add(settled);
  void settled.then(() => underWay.delete(settled));
  return running;
}

/** Settles when no shielded work is left. */
export async function shieldedWorkDone(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}
