import { Injectable } from '@nestjs/common';
import { Card, Product, Results } from '@watertight/contracts/search';
import { Stock } from '@watertight/contracts/checkout';
import { z } from 'zod';
import type { Part } from './part.ts';

/** What is worth keeping: the goods, and what a search for them found. Nothing that belongs to a visitor. */
const kinds = { product: Product, results: Results, stock: Stock, bestsellers: z.array(Card) };
type Kinds = { [K in keyof typeof kinds]: z.output<(typeof kinds)[K]> };
export type Kind = keyof Kinds;

/** As text: it cannot change under our hands, and is what the mirror stores. */
export interface Copy {
  readonly json: string;
  /** Wall clock: a copy outlives the process that made it. */
  readonly atMs: number;
}

const MAX_COPIES = 2_000;
const MAX_BYTES = 64 * 1024;

/** The last good answers: at most 2,000 copies of at most 64 kB each, the least recently used forgotten first. */
@Injectable()
export class LastKnown {
  private readonly copies = new Map<string, Copy>();
  private mirror: ((name: string, copy: Copy) => void) | undefined;

  get isEmpty(): boolean {
    return this.copies.size === 0;
  }

  /** Keeps a copy of a fresh answer, and returns the answer. */
  keep<K extends Kind>(kind: K, key: string, value: Kinds[K]): Kinds[K] {
    const json = JSON.stringify(value);
    if (Buffer.byteLength(json) > MAX_BYTES) return value;
    const name = `${kind}:${key}`;
    const copy = { json, atMs: Date.now() };
    this.put(name, copy);
    this.mirror?.(name, copy);
    return value;
  }

  /** The last copy with its age; undefined where there is none that today's code understands. */
  find<K extends Kind>(kind: K, key: string): Extract<Part<Kinds[K]>, { state: 'stale' }> | undefined {
    const name = `${kind}:${key}`;
    const copy = this.copies.get(name);
    if (copy === undefined) return undefined;
    this.put(name, copy);
    // The mirror may hold what an older version of the shop wrote, or anything else.
    const value = kinds[kind].safeParse(parsed(copy.json));
    if (!value.success) return undefined;
    return { state: 'stale', value: value.data as Kinds[K], ageMs: Math.max(0, Date.now() - copy.atMs) };
  }

  /** Takes in copies of an earlier process; a newer one of our own stays. */
  restore(copies: Iterable<readonly [name: string, copy: Copy]>): void {
    for (const [name, copy] of copies) {
      if (!this.copies.has(name)) this.put(name, copy);
    }
  }

  /** Hands every copy on as it is made. */
  mirrorTo(mirror: (name: string, copy: Copy) => void): void {
    this.mirror = mirror;
  }

  /** A Map remembers the order of insertion: putting again makes it the most recently used. */
  private put(name: string, copy: Copy): void {
    this.copies.delete(name);
    this.copies.set(name, copy);
    if (this.copies.size <= MAX_COPIES) return;
    const [oldest = name] = this.copies.keys();
    this.copies.delete(oldest);
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // no schema accepts it
  }
}
