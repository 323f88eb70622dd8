import { Card, Product, Results } from '@watertight/contracts/search';
import { Stock } from '@watertight/contracts/checkout';
import { z } from 'zod';
import { isProblem } from '@watertight/service-kit';
import { type Content, failureOf, ok, type Substitute, unavailable, type Unavailable } from './availability.ts';

/** What is worth keeping: the goods, and what a search for them found. Nothing that belongs to a visitor. */
const kinds = { product: Product, results: Results, stock: Stock, bestsellers: z.array(Card) };
type Kinds = { [K in keyof typeof kinds]: z.output<(typeof kinds)[K]> };
export type Kind = keyof Kinds;

export const kindNames = Object.keys(kinds) as Kind[];

/**
 * How many copies of each kind are kept; 2,000 in all.
 *
 * One bound for all would let a crawler that types a thousand searches push out every page of a product.
 */
export const MAX_COPIES: Readonly<Record<Kind, number>> = { product: 800, stock: 800, results: 390, bestsellers: 10 };
const MAX_BYTES = 64 * 1024;

/** As text: it cannot change under our hands, and is what the mirror stores. */
export interface Copy {
  readonly json: string;
  /** Wall clock: a copy outlives the process that made it. */
  readonly atMs: number;
}

type Mirror = (kind: Kind, key: string, copy: Copy) => void;

/** The last good answers, of at most 64 kB each; of each kind the least recently used one is forgotten first. */
export class LastKnown {
  private readonly copies: Record<Kind, Map<string, Copy>> = {
    product: new Map(),
    results: new Map(),
    stock: new Map(),
    bestsellers: new Map(),
  };
  private mirror: Mirror | undefined;

  get isEmpty(): boolean {
    return Object.values(this.copies).every(copies => copies.size === 0);
  }

  /** Keeps a copy of a fresh answer, and returns the answer. */
  keep<K extends Kind>(kind: K, key: string, value: Kinds[K]): Kinds[K] {
    const json = JSON.stringify(value);
    if (Buffer.byteLength(json) > MAX_BYTES) return value;
    const copy = { json, atMs: Date.now() };
    this.put(kind, key, copy);
    this.mirror?.(kind, key, copy);
    return value;
  }

  /** The last copy with its age; undefined where there is none that today's code understands. */
  find<K extends Kind>(kind: K, key: string): Extract<Content<Kinds[K]>, { state: 'stale' }> | undefined {
    const copy = this.copies[kind].get(key);
    if (copy === undefined) return undefined;
    this.put(kind, key, copy);
    // The mirror may hold what an older version of the shop wrote, or anything else.
    const value = kinds[kind].safeParse(parsed(copy.json));
    if (!value.success) return undefined;
    return { state: 'stale', value: value.data as Kinds[K], ageMs: Math.max(0, Date.now() - copy.atMs) };
  }

  /** Takes in copies of an earlier process; a newer one of our own stays. */
  restore(kind: Kind, copies: Iterable<readonly [key: string, copy: Copy]>): void {
    for (const [key, copy] of copies) {
      if (!this.copies[kind].has(key)) this.put(kind, key, copy);
    }
  }

  /** Hands every copy on as it is made. */
  mirrorTo(mirror: Mirror): void {
    this.mirror = mirror;
  }

  /** A Map remembers the order of insertion: putting again makes it the most recently used. */
  private put(kind: Kind, key: string, copy: Copy): void {
    const ofKind = this.copies[kind];
    ofKind.delete(key);
    ofKind.set(key, copy);
    if (ofKind.size <= MAX_COPIES[kind]) return;
    const [oldest = key] = ofKind.keys();
    ofKind.delete(oldest);
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // no schema accepts it
  }
}

/** The copies of this process. */
export const lastKnown = new LastKnown();

/** The fallback of recommendations: the bestsellers that were requested last, before the outage. */
export function bestsellers(): Substitute<Card[]> | Unavailable {
  const copy = lastKnown.find('bestsellers', 'all');
  return copy === undefined ? unavailable : { state: 'substitute', value: copy.value };
}

/**
 * The fallback of a critical dependency: its last known copy.
 *
 * @throws the error of the call if there is none, or if the service refused: then "no" is the answer
 */
export const lastCopy =
  <K extends Kind>(kind: K) =>
  (key: string) =>
  (error: unknown) => {
    const copy = failureOf(error) === 'refused' ? undefined : lastKnown.find(kind, key);
    if (copy === undefined) throw error;
    return copy;
  };

/** The fallback of price and stock: the last known copy, else nothing; `ok(null)` for what is not sold. */
export const lastStock =
  (productId: string) =>
  (error: unknown): Content<Stock | null> =>
    isProblem(error, 'product-not-sold') ? ok(null) : (lastKnown.find('stock', productId) ?? unavailable);
