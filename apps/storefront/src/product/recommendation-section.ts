import type { Card } from '@watertight/contracts/search';
import { html } from 'hono/html';
import type { Html } from '../layout/section.ts';
import type { Part } from '../clients/availability.ts';
import { sentence } from '../layout/format.ts';
import { awayNote } from '../layout/note.ts';
import { tiles } from './cards.ts';

/** The section `recommendations`; `title` is what stands over it when all is well. */
export function recommended(title: string, part: Part<Card[]>): Html {
  switch (part.state) {
    case 'ok':
    case 'stale':
      return html`<h2>${title}</h2>${part.value.length > 0 ? tiles(part.value) : html`<p class="soft">Nothing lies on this shelf yet.</p>`}`;
    case 'substitute':
      return html`<h2>Our bestsellers</h2>${awayNote(sentence.recommendations)}${tiles(part.value)}`;
    case 'unavailable':
      // Before the first answer no bestseller is known: the second half of the sentence would be false.
      return html`<h2>${title}</h2>${awayNote(sentence.recommendationsUnknown)}`;
  }
}

/** The same, where nothing in particular is looked at. */
export const bestsellers = (part: Part<Card[]>): Html => recommended('What sails out most', part);
