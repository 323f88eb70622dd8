import { Injectable } from '@nestjs/common';
import type { Category } from '@watertight/contracts';
import { type Card, type Product, type Results, search } from '@watertight/contracts/search';
import { SECOND } from '@watertight/resilience';
import { httpClient, isClientError } from '@watertight/service-kit';
import { config } from '../config.ts';
import { type Kind, LastKnown } from './last-known.ts';
import { isContent, type Available, ok, type Content } from './availability.ts';
import { policies } from '../policies.ts';
import type { Visit } from '../layout/visit.ts';

/** From the click, in ms. */
const PRODUCT_MS = 2 * SECOND;
const RESULTS_MS = 1.2 * SECOND;

/** What somebody looks for. */
export interface SearchQuery {
  readonly q: string;
  readonly category: Category | undefined;
  readonly page: number;
}

/** The catalogue, and its last known copies. */
@Injectable()
export class Search {
  private readonly search = httpClient(search, policies.search, config.searchUrls);
  private readonly tiles = httpClient(search, policies.tiles, config.searchUrls);
  private readonly tilesInBackground = httpClient(search, policies.bestsellerTiles, config.searchUrls);

  constructor(private readonly lastKnown: LastKnown) {}

  /** The product, or its last known copy. @throws the call's own error where neither is there, and `product-not-found` */
  async product(slug: string, visit: Visit): Promise<Available<Product>> {
    const answer = await this.search.readProduct(
      { params: { slug } },
      { deadlineMs: visit.leftMs(PRODUCT_MS), fallback: this.lastCopy('product', slug) },
    );
    return isContent(answer) ? answer : ok(this.lastKnown.keep('product', slug, answer));
  }

  /** What matches, or what matched when the same was asked last. @throws the call's own error where neither is there */
  async results(searchQuery: SearchQuery, visit: Visit): Promise<Available<Results>> {
    const key = JSON.stringify([searchQuery.q.toLowerCase(), searchQuery.category, searchQuery.page]);
    const { q, page, category } = searchQuery;
    const answer = await this.search.findProducts(
      { query: { q, page, ...(category !== undefined && { category }) } },
      { deadlineMs: visit.leftMs(RESULTS_MS), fallback: this.lastCopy('results', key) },
    );
    return isContent(answer) ? answer : ok(this.lastKnown.keep('results', key, answer));
  }

  /** The tiles of these products, in this order; an ornament. */
  cards(ids: readonly string[], deadlineMs: number): Promise<Content<Card[]>> {
    return this.cardsBy(this.tiles, ids, deadlineMs);
  }

  /** To be kept for later: nobody waits for them now. */
  cardsInBackground(ids: readonly string[], deadlineMs: number): Promise<Content<Card[]>> {
    return this.cardsBy(this.tilesInBackground, ids, deadlineMs);
  }

  private async cardsBy(
    client: typeof this.tiles,
    ids: readonly string[],
    deadlineMs: number,
  ): Promise<Content<Card[]>> {
    if (ids.length === 0) return ok([]);
    const answer = await client.readCards({ query: { ids: ids.join(',') } }, { deadlineMs, ornament: true });
    return isContent(answer) ? answer : ok(answer.products);
  }

  /** The id of a product we have seen before, without asking anyone: its ornaments need not wait for it. */
  knownId(slug: string): string | undefined {
    return this.lastKnown.find('product', slug)?.value.id;
  }

  /** Offers the last copy where search could not answer; where it answered "no", that is the answer. */
  private lastCopy<K extends Kind>(kind: K, key: string) {
    return (error: unknown) => {
      if (isClientError(error)) throw error;
      const copy = this.lastKnown.find(kind, key);
      if (copy === undefined) throw error;
      return copy;
    };
  }
}
