import { header } from '@watertight/contracts';
import type { Pipeline } from '@watertight/resilience';
import { type Callee, openCallee } from '../kit/callee.ts';

/** A service that passes each request on, and answers 503 when the next one does not answer. */
export function openLayer(calls: Pipeline, nextUrl: string, saysRetryAllowed: boolean): Promise<Callee> {
  const headers = saysRetryAllowed ? { [header.retryAllowed]: 'no' } : {};
  return openCallee(response => {
    calls
      .run(({ signal }) => pass(nextUrl, signal))
      .then(
        () => response.writeHead(200).end(),
        () => response.writeHead(503, headers).end(),
      );
  });
}

class NextFailedError extends Error {
  readonly retryAllowed: boolean;

  constructor(status: number, retryAllowed: boolean) {
    super(`the next service answered ${status}`);
    this.retryAllowed = retryAllowed;
  }
}

/** Says of a failure whether the layer above may repeat its request. */
export const mayBeRepeated = (error: unknown) => !(error instanceof NextFailedError) || error.retryAllowed;

async function pass(url: string, signal: AbortSignal): Promise<void> {
  const { ok, status, headers, body } = await fetch(url, { signal });
  await body?.cancel();
  if (!ok) throw new NextFailedError(status, headers.get(header.retryAllowed) !== 'no');
}
