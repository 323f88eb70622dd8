import type { PolicyOptions } from '@watertight/resilience';
import { type Callee, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { openPipeline } from './bench.ts';

/** The path of a page for which a service needs no other one. */
const OWN_PAGE = '/own';

export interface PassingService extends Callee {
  /** Requests that it has passed on and that have not ended: now, and at most so far. */
  readonly passing: number;
  readonly mostPassing: number;
}

/** A service with so many permits: answers its own page at once, and passes all other requests on under a policy. */
export async function openPassingService(
  opened: AsyncDisposableStack,
  permits: number,
  policy: PolicyOptions,
  next: Callee,
): Promise<PassingService> {
  const door = opened.use(openPipeline({ bulkhead: { running: permits } }));
  const calls = opened.use(openPipeline(policy));
  let [passing, mostPassing] = [0, 0];
  const pass = async () => {
    passing += 1;
    mostPassing = Math.max(mostPassing, passing);
    await calls.run(({ signal }) => next.ask(signal)).finally(() => (passing -= 1));
  };
  const service = opened.use(
    await openCallee((response, { url }) => {
      door
        .run(() => (url === OWN_PAGE ? undefined : pass()))
        .then(
          () => response.writeHead(200).end(),
          () => response.writeHead(503).end(),
        );
    }),
  );
  return Object.defineProperties(service, {
    passing: { get: () => passing },
    mostPassing: { get: () => mostPassing },
  }) as PassingService;
}

/** Reads a service's own pages; resolves with the percentage that was answered, of those read from `fromMs` on. */
export async function readOwnPages(
  service: Callee,
  { signal, fromMs, ...times }: { perSecond: number; forMs: number; fromMs: number; signal: AbortSignal },
): Promise<{ percent: number; latenessMs: number }> {
  const countedFromMs = performance.now() + fromMs;
  let [read, answered] = [0, 0];
  const call = async () => {
    const isCounted = performance.now() >= countedFromMs;
    if (isCounted) read += 1;
    await service.ask(signal, OWN_PAGE);
    if (isCounted) answered += 1;
  };
  const { latenessMs } = await openLoop({ ...times, call });
  return { percent: (100 * answered) / read, latenessMs };
}
