import { Injectable } from '@nestjs/common';
import type { Category } from '@watertight/contracts';
import { type Card, type Product, type Results, search } from '@watertight/contracts/search';
import { type Client, httpClient } from '@watertight/service-kit';
import { config } from '../config.ts';
import { copies, policies } from '../policies.ts';
import {
  type Available,
  type Content,
  isContent,
  ok,
  optionalCall,
  type Substitute,
  type Unavailable,
} from './availability.ts';
import { lastKnown } from './last-known.ts';

/** The words, category and page that a visitor looks for. */
export interface SearchQuery {
  readonly q: string;
  readonly category: Category | undefined;
  readonly page: number;
}

/** The catalogue, and its last known copies. */
@Injectable()
export class Search {
  private readonly search = httpClient(search, policies.search, config.searchUrls);
  private readonly optionalCards = httpClient(search, policies.tiles, config.searchUrls);
  private readonly backgroundCards = httpClient(search, policies.bestsellerTiles, config.searchUrls);

  /** The product, or its last known copy. @throws the call's own error if there is neither, and `product-not-found` */
  async product(slug: string, deadlineMs: number): Promise<Available<Product>> {
    const answer = await this.search.readProduct({ params: { slug } }, { deadlineMs, fallback: copies.product(slug) });
    return isContent(answer) ? answer : ok(lastKnown.keep('product', slug, answer));
  }

  /** What matches, or what matched the same query last. @throws the call's own error if there is neither */
  async results({ q, category, page }: SearchQuery, deadlineMs: number): Promise<Available<Results>> {
    const key = JSON.stringify([q.toLowerCase(), category, page]);
    const answer = await this.search.findProducts(
      { query: { q, page, ...(category !== undefined && { category }) } },
      { deadlineMs, fallback: copies.results(key) },
    );
    return isContent(answer) ? answer : ok(lastKnown.keep('results', key, answer));
  }

  /** The cards of these products, in this order, for an optional section. */
  async cards(ids: readonly string[], deadlineMs: number): Promise<Content<Card[]>> {
    return this.cardsBy(this.optionalCards, ids, deadlineMs);
  }

  /** The cards of these products, to be kept for later: no visitor waits for them now. */
  async cardsInBackground(ids: readonly string[], deadlineMs: number): Promise<Content<Card[]>> {
    return this.cardsBy(this.backgroundCards, ids, deadlineMs);
  }

  private async cardsBy(client: CardsClient, ids: readonly string[], deadlineMs: number): Promise<Content<Card[]>> {
    if (ids.length === 0) return ok([]);
    const answer = await client.readCards({ query: { ids: ids.join(',') } }, optionalCall(deadlineMs));
    return isContent(answer) ? answer : ok(answer.products);
  }

  /** The id of a product that was shown before, without a call: its optional sections need not wait for it. */
  knownId(slug: string): string | undefined {
    return lastKnown.find('product', slug)?.value.id;
  }
}

type CardsClient = Pick<Client<typeof search, Substitute<Card[]> | Unavailable>, 'readCards'>;
