import { type Pipeline, pipeline, type PipelineOptions, type Policy } from '@watertight/resilience';

/** A pipeline for one look: closed at the end of it, whatever happened. */
export function piped<Substituted>(
  policy: Policy<Substituted>,
  options?: PipelineOptions,
): Pipeline<Substituted> & Disposable {
  const calls = pipeline(policy, options);
  return Object.assign(calls, { [Symbol.dispose]: () => calls.close() });
}

/** So many callers at once; each is told its number, from 1. */
export function callers<T>(count: number, call: (n: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> {
  return Promise.allSettled(Array.from({ length: count }, (_, i) => call(i + 1)));
}

export function answered(ends: readonly PromiseSettledResult<unknown>[]): number {
  return ends.filter(({ status }) => status === 'fulfilled').length;
}

/** How long the most unlucky of them waited for whatever end, in ms. */
export async function longestWaitMs(count: number, call: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  const waits = await callers(count, () =>
    call().then(
      () => performance.now() - startMs,
      () => performance.now() - startMs,
    ),
  );
  return Math.round(Math.max(...waits.map(wait => (wait.status === 'fulfilled' ? wait.value : 0))));
}
