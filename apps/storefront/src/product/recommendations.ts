import { Injectable } from '@nestjs/common';
import type { Card } from '@watertight/contracts/search';
import { MINUTE, SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import { unavailable, type Available, type Content } from '../clients/availability.ts';
import { LastKnown } from '../clients/last-known.ts';
import { Recommendations } from '../clients/recommendations.ts';
import { Search } from '../clients/search.ts';
import { sentence } from '../layout/format.ts';
import { cards } from '../layout/goods.ts';
import { unavailableNote, type Html } from '../layout/section.ts';

/** Both calls of a shelf share it: first the ids, then their tiles. */
const SHELF_MS = 300;
/** The same for the bestsellers that are kept for later. */
const BACKGROUND_MS = 2 * SECOND;
const REFRESH_MS = 1 * MINUTE;
/** While nothing is known yet: the services of a shop that opens are ready within seconds of each other. */
const ASK_AGAIN_MS = 1 * SECOND;

/** The shelf of recommendations; when it cannot be filled, the bestsellers we were told last stand on it. */
@Injectable()
export class RecommendedProducts {
  constructor(
    private readonly recommendations: Recommendations,
    private readonly search: Search,
    private readonly lastKnown: LastKnown,
  ) {}

  /** What was bought together with a product. `ms` is what the ornament has left. */
  async boughtTogether(productId: string, ms = SHELF_MS): Promise<Content<Card[]>> {
    const until = performance.now() + ms;
    const shelf = await this.tiles(await this.recommendations.boughtTogether(productId, ms), until);
    return shelf.state === 'ok' ? shelf : this.substitute(productId);
  }

  async bestsellers(ms = SHELF_MS): Promise<Content<Card[]>> {
    const until = performance.now() + ms;
    const shelf = await this.tiles(await this.recommendations.bestsellers(ms), until);
    return shelf.state === 'ok' ? this.keep(shelf) : this.substitute();
  }

  /** Keeps the bestsellers known in the background, so that a fallback need ask nobody. Returns how to end it. */
  keepBestsellersKnown(): () => void {
    let timer: NodeJS.Timeout | undefined;
    let ended = false;
    const ask = async () => {
      const shelf = await this.askInBackground().catch(() => unavailable); // asked again anyway
      if (shelf.state === 'ok') this.keep(shelf);
      if (!ended) timer = setTimeout(ask, shelf.state === 'ok' ? REFRESH_MS : ASK_AGAIN_MS);
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  private async askInBackground(): Promise<Content<Card[]>> {
    const ids = await this.recommendations.bestsellersInBackground(BACKGROUND_MS);
    return ids.state === 'ok' ? this.search.cardsInBackground(ids.value, BACKGROUND_MS) : unavailable;
  }

  private keep(shelf: Available<Card[]>): Available<Card[]> {
    this.lastKnown.keep('bestsellers', 'all', shelf.value);
    return shelf;
  }

  private async tiles(ids: Content<string[]>, until: number): Promise<Content<Card[]>> {
    if (ids.state !== 'ok') return unavailable;
    return this.search.cards(ids.value, Math.max(0, until - performance.now()));
  }

  /** Without the product one is looking at. */
  private substitute(except?: string): Content<Card[]> {
    const copy = this.lastKnown.find('bestsellers', 'all');
    return copy === undefined
      ? unavailable
      : { state: 'substitute', value: copy.value.filter(card => card.id !== except) };
  }
}

/** The section `recommendations`; `title` is what stands over it when all is well. */
export function recommended(title: string, part: Content<Card[]>): Html {
  switch (part.state) {
    case 'ok':
    case 'stale':
      return html`<h2>${title}</h2>${part.value.length > 0 ? cards(part.value) : html`<p class="soft">Nothing lies on this shelf yet.</p>`}`;
    case 'substitute':
      return html`<h2>Our bestsellers</h2>${unavailableNote(sentence.recommendations)}${cards(part.value)}`;
    case 'unavailable':
      // Before the first answer no bestseller is known: the second half of the sentence would be false.
      return html`<h2>${title}</h2>${unavailableNote(sentence.recommendationsUnknown)}`;
  }
}

/** The same, where nothing in particular is looked at. */
export const bestsellers = (part: Content<Card[]>): Html => recommended('What sails out most', part);
