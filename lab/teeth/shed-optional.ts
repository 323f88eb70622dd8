import { randomUUID } from 'node:crypto';
import { header } from '@watertight/contracts';
import { atLeast, type Claim } from './claim.ts';
import { answered, callers } from './words.ts';

/** Places of the service that is flooded: half of them for optional requests. */
export const PLACES = 20;

/** `bankUrl`: a bank with so many places, where a slow card takes longer than the look at it. */
export const shedOptional = (bankUrl: () => string): Claim => ({
  pattern: 'Request-Kind',
  says: `while 40 optional requests flood a service with ${PLACES} places, 10 of 10 critical requests are answered`,
  seen: 'of 10 critical requests answered',
  holds: atLeast(10),
  async look(isOn) {
    const gone = new AbortController();
    let refused = 0;
    const flooded = Promise.withResolvers<void>();
    const flood = callers(40, async () => {
      const { status } = await slowCapture(bankUrl(), gone.signal, isOn ? { [header.kind]: 'optional' } : {});
      if (status === 503) refused += 1;
      if (refused === 40 - PLACES) flooded.resolve(); // all places are taken
    });
    await flooded.promise;
    const seen = answered(await callers(10, () => lookUp(bankUrl())));
    gone.abort();
    await flood;
    return seen;
  },
});

function slowCapture(bankUrl: string, signal: AbortSignal, headers: Record<string, string>): Promise<Response> {
  return fetch(`${bankUrl}/captures/${randomUUID()}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ amount: '1.00', currency: 'USD', cardToken: 'tok_slow' }),
    signal,
  });
}

/** Quick, and answered with 404: the bank knows no such capture. */
async function lookUp(bankUrl: string): Promise<void> {
  const { status } = await fetch(`${bankUrl}/captures/${randomUUID()}`);
  if (status !== 404) throw new Error(`the bank answered ${status}`);
}
