import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallFacts } from '@watertight/resilience';

/** What work is for: an answer somebody waits for, one that a page is whole without, or nobody's. */
export type WorkKind = 'must-have' | 'ornament' | 'background';

/** What is known of the request being answered. */
export interface RequestContext {
  /** The service that asks; `anonymous` when it does not say. */
  readonly caller: string;
  /** On the monotonic clock of `performance.now()`; Infinity when the caller set no limit. */
  readonly deadlineAtMs: number;
  /** Aborted when the caller has hung up. */
  readonly signal: AbortSignal | undefined;
  /** Default `must-have`. */
  readonly kind?: WorkKind;
  /** Where the calls it makes are written down, once somebody wants to know. */
  calls?: CallReport[];
}

/** How one call to another service went: numbers and words of ours, nothing of what was asked or answered. */
export interface CallReport extends CallFacts {
  readonly policy: string;
  readonly tookMs: number;
  /** Until the breaker lets a probe through; 0 unless it is open. */
  readonly retryInMs: number;
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
  return context === undefined ? 'background' : (context.kind ?? 'must-have');
}

/** The time this request still has, in ms; never more than its caller granted. Infinity outside a request. */
export function remainingMs(): number {
  const context = storage.getStore();
  return context === undefined ? Infinity : Math.max(0, context.deadlineAtMs - performance.now());
}

/** From here on the calls of this request are written down, as they end. Costs nothing where nobody asks for it. */
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
  ); // its caller, if there still is one, hears of the failure
  underWay.add(settled);
  void settled.then(() => underWay.delete(settled));
  return running;
}

/** Settles when no shielded work is left. */
export async function shieldedWorkDone(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}
