import type { Kind } from '@watertight/contracts';
import { html, raw } from 'hono/html';
import type { Html } from '../section.ts';
import { below } from './below.ts';
import { bench } from './bench.ts';
import { deck } from './deck.ts';
import { groundTackle } from './ground-tackle.ts';
import { instruments } from './instruments.ts';
import { safety } from './safety.ts';

/**
 * Line drawings on a square of 200. `b` (body) hides the lines behind it, `a` is the one stroke of accent, `f` is filled with it;
 * the sheet keeps strokes at their width whatever the size.
 */
export type Drawings = Partial<Record<Kind, string>>;

export const drawings: Record<Kind, string> = {
  ...deck,
  ...groundTackle,
  ...instruments,
  ...below,
  ...safety,
  ...bench,
};

/** The picture of a kind of thing; what it shows is said beside it, unless `label` says it. */
export function picture(kind: Kind, label?: string): Html {
  const spoken = label === undefined ? raw('aria-hidden="true"') : html`role="img" aria-label="${label}"`;
  return html`<svg class="picture" viewBox="0 0 200 200" fill="none" stroke="currentColor" ${spoken}>${raw(drawings[kind])}</svg>`;
}
