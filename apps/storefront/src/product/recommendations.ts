import { Injectable } from '@nestjs/common';
import type { Card } from '@watertight/contracts/search';
import { MINUTE, SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import { type Content, unavailable } from '../clients/availability.ts';
import { lastKnown } from '../clients/last-known.ts';
import { Recommendations } from '../clients/recommendations.ts';
import { Search } from '../clients/search.ts';
import { sentence } from '../layout/format.ts';
import { cards } from '../layout/goods.ts';
import { type Html, optionalSection, type Section, unavailableNote } from '../layout/section.ts';
import { timeBudgets } from '../policies.ts';

const REFRESH_MS = 1 * MINUTE;
/** While no bestseller is known yet: the services of a shop that opens are ready within seconds of each other. */
const RETRY_MS = 1 * SECOND;

/** Recommendations: first their ids, then their cards, within one limit. What replaces them stands in policies.ts. */
@Injectable()
export class RecommendedProducts {
  constructor(
    private readonly recommendations: Recommendations,
    private readonly search: Search,
  ) {}

  /** What was bought together with a product; never the product itself, also among the bestsellers that replace it. */
  async boughtTogether(productId: string, withinMs: number): Promise<Content<Card[]>> {
    const endMs = performance.now() + withinMs;
    const ids = await this.recommendations.boughtTogether(productId, withinMs);
    const found = ids.state === 'ok' ? await this.search.cards(ids.value, leftUntil(endMs)) : ids;
    return found.state === 'substitute'
      ? { ...found, value: found.value.filter(card => card.id !== productId) }
      : found;
  }

  /** The section `recommendations` where no product in particular is shown. */
  bestsellerSection(withinMs: number): Promise<Section> {
    return optionalSection('recommendations', this.bestsellers(withinMs), content =>
      recommendationSection('What sails out most', content),
    );
  }

  private async bestsellers(withinMs: number): Promise<Content<Card[]>> {
    const endMs = performance.now() + withinMs;
    const ids = await this.recommendations.bestsellers(withinMs);
    return ids.state === 'ok' ? keep(await this.search.cards(ids.value, leftUntil(endMs))) : ids;
  }

  /** Keeps the bestsellers known in the background, so that a fallback needs no call. Returns how to end it. */
  keepBestsellersKnown(): () => void {
    let timer: NodeJS.Timeout | undefined;
    let ended = false;
    const refresh = async () => {
      const { state } = await this.bestsellersInBackground().catch(() => unavailable); // requested again anyway
      if (!ended) timer = setTimeout(refresh, state === 'ok' ? REFRESH_MS : RETRY_MS);
    };
    void refresh();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  private async bestsellersInBackground(): Promise<Content<Card[]>> {
    const { backgroundMs } = timeBudgets;
    const ids = await this.recommendations.bestsellersInBackground(backgroundMs);
    return ids.state === 'ok' ? keep(await this.search.cardsInBackground(ids.value, backgroundMs)) : ids;
  }
}

const leftUntil = (endMs: number) => Math.max(0, endMs - performance.now());

/** Keeps fresh bestsellers for an outage. */
function keep(content: Content<Card[]>): Content<Card[]> {
  if (content.state === 'ok') lastKnown.keep('bestsellers', 'all', content.value);
  return content;
}

/** The section `recommendations`; `title` its heading, unless something replaces it. */
export function recommendationSection(title: string, content: Content<Card[]>): Html {
  switch (content.state) {
    case 'ok':
    case 'stale':
      return html`<h2>${title}</h2>${content.value.length > 0 ? cards(content.value) : html`<p class="soft">Nothing lies on this shelf yet.</p>`}`;
    case 'substitute':
      return html`<h2>Our bestsellers</h2>${unavailableNote(sentence.recommendations)}${cards(content.value)}`;
    case 'unavailable':
      // Before the first answer no bestseller is known: the second half of the sentence would be false.
      return html`<h2>${title}</h2>${unavailableNote(sentence.recommendationsUnknown)}`;
  }
}
