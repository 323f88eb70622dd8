import { Injectable } from '@nestjs/common';
import { fromMinor, toMinor } from '@watertight/contracts';
import type { Card, Product } from '@watertight/contracts/search';
import { Database, type Effect } from '@watertight/service-kit';
import type { Understood } from './understand-words.ts';

export const PAGE_SIZE = 24;

/** One page of what was found, and how many there are in all. */
export interface Found {
  total: number;
  products: Card[];
}

type CardRow = Omit<Card, 'price'> & { amountMinor: bigint; currency: Card['price']['currency'] };
type Category = Card['category'] | null;

const cardColumns = 'id, slug, name, category, kind, amount_minor AS "amountMinor", currency';

/**
 * Words found in the name alone come first, then name and keywords, then anywhere; of those alike, what is such a thing.
 *
 * A winch is more of a "winch" than a winch handle is: rank over length (2). Then by rank; ties by id, so that the order is stable.
 */
const bestFirst = (query: string) => `
  ts_filter(words, '{a}') @@ ${query} DESC,
  ts_filter(words, '{a,b}') @@ ${query} DESC,
  ts_rank(kind_words, ${query}, 2) DESC,
  ts_rank(words, ${query}) DESC,
  id`;

/** What the shop sells. Words arrive as `understandWords` leaves them: letters and digits. */
@Injectable()
export class Catalogue {
  constructor(private readonly database: Database) {}

  /** Everything, or everything of a category. */
  async list(category: Category, page: number): Promise<Found> {
    return this.page('FROM products WHERE ($1::text IS NULL OR category = $1) ORDER BY id', [category], page);
  }

  /**
   * Products that have every word; the last may be the beginning of one. Stop words are not asked for.
   *
   * The product with the article number `article` comes first, whatever its words are.
   */
  async withAll({ words, article }: Understood, category: Category, page: number): Promise<Found> {
    return this.page(
      `FROM products, LATERAL (
         SELECT to_tsquery('stemmed', $2) && (to_tsquery('stemmed', $3) || to_tsquery('spelt', beginning)) AS query
         FROM (SELECT CASE WHEN numnode(to_tsquery('stemmed', $3)) > 0 THEN $3 || ':*' ELSE '' END) AS _ (beginning)
       ) AS asked
       WHERE (words @@ query OR id = $4) AND ($1::text IS NULL OR category = $1)
       ORDER BY id IS NOT DISTINCT FROM $4 DESC, ${bestFirst('query')}`,
      [category, words.slice(0, -1).map(quote).join(' & '), quote(words.at(-1) ?? ''), article],
      page,
    );
  }

  /** Products that have at least `least` of the words, and as many as any product has. */
  async withMost(words: readonly string[], least: number, category: Category, page: number): Promise<Found> {
    return this.page(
      `FROM (
         SELECT products.*, query, had, max(had) OVER () AS most
         FROM products, to_tsquery('stemmed', $2) AS query,
           LATERAL (SELECT count(*) FROM unnest($3::text[]) AS each WHERE words @@ to_tsquery('stemmed', each)) AS _ (had)
         WHERE words @@ query AND ($1::text IS NULL OR category = $1)
       ) AS candidates
       WHERE had = most AND had >= $4
       ORDER BY ${bestFirst('query')}`,
      [category, words.map(quote).join(' | '), words.map(quote), least],
      page,
    );
  }

  /** One product, whole; undefined when there is none of that name. */
  async bySlug(slug: string): Promise<Product | undefined> {
    const [row] = await this.database.query<CardRow & Pick<Product, 'description' | 'facts'>>(
      `SELECT ${cardColumns}, description, facts FROM products WHERE slug = $1`,
      [slug],
    );
    return row && { ...cardOf(row), description: row.description, facts: row.facts };
  }

  /** Cards in the order of their ids; unknown ones are left out. */
  async cards(ids: readonly string[]): Promise<Card[]> {
    const rows = await this.database.query<CardRow>(
      `SELECT ${cardColumns} FROM products JOIN unnest($1::text[]) WITH ORDINALITY AS asked (id, place) USING (id) ORDER BY place`,
      [ids],
    );
    return rows.map(cardOf);
  }

  private async page(from: string, values: readonly unknown[], page: number): Promise<Found> {
    const rows = await this.database.query<CardRow & { total: number }>(
      `SELECT ${cardColumns}, count(*) OVER ()::int AS total ${from} LIMIT ${PAGE_SIZE} OFFSET ${(page - 1) * PAGE_SIZE}`,
      values,
    );
    // Behind the last page no row is left to carry the total.
    if (rows.length === 0 && page > 1) return { total: (await this.page(from, values, 1)).total, products: [] };
    return { total: rows[0]?.total ?? 0, products: rows.map(cardOf) };
  }
}

const quote = (word: string) => `'${word}'`;

function cardOf({ id, slug, name, category, kind, amountMinor, currency }: CardRow): Card {
  return { id, slug, name, category, kind, price: fromMinor(amountMinor, currency) };
}

/**
 * Keeps the copy of a price when it is newer than the one at hand, so that events may come in any order.
 *
 * A product that search does not know changes nothing.
 */
export const updatePrice: Effect<'update-price'> = async (tx, { productId, price, priceVersion }) => {
  await tx.query(
    'UPDATE products SET amount_minor = $2, currency = $3, price_version = $4 WHERE id = $1 AND price_version < $4',
    [productId, toMinor(price), price.currency, priceVersion],
  );
};
