import { Injectable } from '@nestjs/common';
import { Database } from '@watertight/service-kit';

/** Trigrams that a typed and a known word must share, of all they have: "pmp" and "pump" share 2 of 7. */
const MIN_SIMILARITY = 0.28;

export interface Meant {
  /** Words that the catalogue has. */
  meant: string[];
  /** How many of them a product must have to be worth showing: half of what was asked, rounded up. */
  least: number;
}

/** Every word of the catalogue's names and keywords, by spelling. */
@Injectable()
export class Vocabulary {
  constructor(private readonly database: Database) {}

  /**
   * The words themselves where the catalogue has them, else what they may have meant; stop words and the unknown are left out.
   *
   * Of the nearest in spelling one that many products have is the likelier: "ankor" is nearer to "ankle", and means "anchor".
   */
  async meant(words: readonly string[]): Promise<Meant> {
    const rows = await this.database.query<{ meant: string | null }>(
      `SELECT CASE WHEN EXISTS (SELECT FROM products WHERE words @@ to_tsquery('stemmed', quoted)) THEN typed ELSE likeliest END AS meant
       FROM unnest($1::text[]) WITH ORDINALITY AS asked (typed, place)
       CROSS JOIN LATERAL (SELECT '''' || typed || '''' AS quoted) AS _
       LEFT JOIN LATERAL (
         SELECT word AS likeliest FROM (
           SELECT word, products, similarity(word, unaccent(typed)) AS near
           FROM vocabulary ORDER BY word <-> unaccent(typed), word LIMIT 5
         ) AS nearest
         WHERE near >= $2 ORDER BY near * (1 + ln(products) / 10) DESC, word LIMIT 1
       ) AS corrected ON true
       WHERE numnode(to_tsquery('stemmed', quoted)) > 0
       ORDER BY place`,
      [words, MIN_SIMILARITY],
    );
    const known = rows.flatMap(({ meant }) => meant ?? []);
    return { meant: [...new Set(known)], least: Math.max(1, Math.ceil(rows.length / 2)) };
  }
}
