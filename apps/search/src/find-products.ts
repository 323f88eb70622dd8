import { Controller, Query } from '@nestjs/common';
import { type Results, search } from '@watertight/contracts/search';
import { Serves } from '@watertight/service-kit';
import type { z } from 'zod';
import { Catalogue, type Found, PAGE_SIZE } from './catalogue.ts';
import { understandWords } from './understand-words.ts';
import { Vocabulary } from './vocabulary.ts';

type SearchQuery = z.output<typeof search.findProducts.query>;

/** `GET /products`: finds products by words, category, or both. Any words are answered. */
@Controller()
export class FindProducts {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly vocabulary: Vocabulary,
  ) {}

  /** Asks for the words as they stand; only when nothing has them all, for what they may have meant. */
  @Serves(search.findProducts)
  async handle(@Query({ schema: search.findProducts.query }) asked: SearchQuery): Promise<Results> {
    const { q, page } = asked;
    const category = asked.category ?? null;
    const understood = understandWords(q);
    const { shown, words } = understood;
    const answer = (match: 'exact' | 'similar', { total, products }: Found): Results => ({
      words: shown,
      category,
      page,
      pages: Math.ceil(total / PAGE_SIZE),
      total,
      products,
      match: total === 0 ? 'none' : match,
    });
    if (shown === '') return answer('exact', await this.catalogue.list(category, page));
    if (words.length === 0) return answer('exact', { total: 0, products: [] });

    const exact = await this.catalogue.withAll(understood, category, page);
    if (exact.total > 0) return answer('exact', exact);
    const { meant, least } = await this.vocabulary.meant(words);
    if (meant.length < least) return answer('similar', { total: 0, products: [] });
    return answer('similar', await this.catalogue.withMost(meant, least, category, page));
  }
}
