import { request } from 'node:http';

/**
 * Asks a service once whether it is ready; false when it does not answer so within the limit.
 *
 * On purpose without a policy: questions before the shop opens must not count in a breaker.
 */
export function isReady(origin: string, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const signal = AbortSignal.timeout(withinMs);
  request(new URL('/health/ready', origin), { agent: false, signal }, answer => {
    answer.resume();
    resolve(Number(answer.statusCode) < 500);
  })
    .once('error', () => resolve(false))
    .end();
  return promise;
}
