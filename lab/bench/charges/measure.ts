import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { median } from '../../kit/statistics.ts';

const body = (orderId: string) => JSON.stringify({ orderId, amount: '99.99', currency: 'USD', cardToken: 'tok_visa' });

/** What a round asks for: a charge with a fresh key, or again the one of before. */
export interface Candidate {
  name: string;
  url: string;
  /** The key that is replayed; absent: each charge is a fresh one. */
  replayedKey?: string;
}

const agent = new Agent({ connections: 64 });

/** @throws Error the answer is not a charge */
export async function charge({ url, replayedKey }: Candidate): Promise<void> {
  const key = replayedKey ?? randomUUID();
  const { statusCode, body: answer } = await request(`${url}/charge-card`, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/json', 'idempotency-key': key, 'request-caller': 'bench' },
    body: body(key),
  });
  const text = await answer.text();
  if (statusCode !== 201) throw new Error(`${url} answered ${statusCode}: ${text.slice(0, 200)}`);
}

/** The median of single charges, one after the other, in ms. */
export async function p50Ms(candidate: Candidate, charges: number): Promise<number> {
  const tookMs: number[] = [];
  for (let n = 0; n < charges; n += 1) {
    const startMs = performance.now();
    await charge(candidate);
    tookMs.push(performance.now() - startMs);
  }
  return median(tookMs);
}

/** Charges a second with so many clients that each wait for their answer. */
export async function perSecond(candidate: Candidate, { charges, clients }: { charges: number; clients: number }) {
  let left = charges;
  const startMs = performance.now();
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await charge(candidate);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (charges * 1000) / (performance.now() - startMs);
}

/** Each round asks every candidate once, in another order: what slows the machine for a while slows all of them. */
export async function rounds(
  candidates: readonly Candidate[],
  count: number,
  measure: (candidate: Candidate) => Promise<number>,
): Promise<Map<string, number[]>> {
  const values = new Map(candidates.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < count; round += 1) {
    const start = round % candidates.length;
    for (const candidate of [...candidates.slice(start), ...candidates.slice(0, start)]) {
      values.get(candidate.name)?.push(await measure(candidate));
    }
  }
  return values;
}

/** Of medians, round by round: both were measured within the same second. */
export function ratio(values: Map<string, number[]>, one: string, other: string): number {
  const [ones, others] = [values.get(one) ?? [], values.get(other) ?? []];
  return median(ones.map((value, round) => value / (others[round] ?? NaN)));
}

/** How much more `one` took than `other`: the median of the differences, round by round. */
export function difference(values: Map<string, number[]>, one: string, other: string): number {
  const [ones, others] = [values.get(one) ?? [], values.get(other) ?? []];
  return median(ones.map((value, round) => value - (others[round] ?? NaN)));
}

export async function closeClients(): Promise<void> {
  await agent.close();
}
