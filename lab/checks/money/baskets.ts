import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientRequest } from './client.ts';
import type { OperationContext } from './operation.ts';
import type { RandomSource } from '../../kit/random-source.ts';
import { products } from './stock-up.ts';

const GIVES_UP_AFTER_MS = 5000;

export interface Basket {
  id: string;
  /** When it was full, in ms since the run began. */
  filledAtMs: number;
  lines: { productId: string; priceVersion: number }[];
}

/** Fills a new basket; undefined when the shop could not do it, and then nothing is bought. */
export async function fillBasket(
  checkoutUrl: string,
  { random, history }: Pick<OperationContext, 'random' | 'history'>,
  goods = drawn(random),
): Promise<Basket | undefined> {
  const lines = `${checkoutUrl}/baskets/${randomUUID()}/lines`;
  let basket: Basket | undefined;
  for (const productId of goods) {
    const key = { 'idempotency-key': randomUUID() };
    basket = await json<Basket>(lines, 'POST', { productId, quantity: random.between(1, 2) }, key);
    if (basket === undefined) return undefined;
  }
  return basket && { ...basket, filledAtMs: history.nowMs };
}

/** The request that pays for a basket under a new key, to be sent to `checkoutUrl`. */
export function orderRequest(
  { id: basketId, lines, filledAtMs }: Basket,
  cardToken: string,
): (checkoutUrl: string) => ClientRequest {
  const key = randomUUID();
  const priceVersions = Object.fromEntries(lines.map(line => [line.productId, line.priceVersion]));
  const deliverTo = { name: 'Ada', street: 'Quay 1', city: 'Bergen', country: 'NO' };
  const body = { basketId, priceVersions, cardToken, deliverTo };
  return checkoutUrl => ({ kind: 'order', key, url: `${checkoutUrl}/orders`, body, filledAtMs });
}

/** The answer, or undefined when it was none: these requests are only the way to what is checked. */
export async function json<Body>(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Body | undefined> {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(GIVES_UP_AFTER_MS),
    });
    const text = await response.text();
    return response.ok ? (JSON.parse(text) as Body) : undefined;
  } catch {
    await sleep(100); // the connection was refused: the next request need not come at once
    return undefined;
  }
}

export function shuffled<T>(things: readonly T[], random: RandomSource): T[] {
  return things
    .map(thing => ({ thing, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ thing }) => thing);
}

function drawn(random: RandomSource): string[] {
  return shuffled(products, random).slice(0, random.between(1, 3));
}
