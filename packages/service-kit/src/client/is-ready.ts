import { askDirectly } from './ask-directly.ts';

/**
 * Asks a service once whether it is ready; false when it does not answer so within the limit.
 *
 * On purpose without a policy: questions before the shop opens must not count in a breaker.
 */
export function isReady(service: string, origin: string, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const signal = AbortSignal.timeout(withinMs);
  askDirectly(service, new URL('/health/ready', origin), { signal })
    .once('response', answer => {
      answer.resume();
      resolve(Number(answer.statusCode) < 500);
    })
    .once('error', () => resolve(false))
    .end();
  return promise;
}
