import { Logger } from '@nestjs/common';
import { counterOf } from '@watertight/service-kit';
import { html, raw } from 'hono/html';
import { unavailable, type Unavailable, type Content } from '../clients/availability.ts';

export type Html = ReturnType<typeof html>;

/** One part of a page: a child of <body> in its own slot, exactly once in the document. */
export interface Section {
  readonly id: string;
  readonly state: Content<unknown>['state'];
  readonly body: Html;
}

const logger = new Logger('storefront');
const countDegraded = counterOf('degraded', 'Parts of pages that were not what was asked for.', 'part');

/** The markup of a section; `told` is how it came about, where somebody wants to know. */
export async function markup(section: Section, explain?: (section: Section) => Html): Promise<string> {
  const { id, state, body } = section;
  if (state !== 'ok') countDegraded(id);
  rememberState(id, state);
  return String(
    await html`<section id="${id}" slot="${id}" data-state="${state}">${await body}${explain?.(section)}</section>\n`,
  );
}

/**
 * The section of an ornament, whenever it is known what became of it. Never rejects: a view that breaks is shown as unavailable.
 */
export async function optionalSection<T>(
  id: string,
  part: Promise<Content<T>>,
  view: (part: Content<T>) => Html,
): Promise<Section> {
  const known = await part;
  try {
    return { id, state: known.state, body: await view(known) };
  } catch (error) {
    logger.error(`the view of ${id} broke: ${String(error)}`);
    return brokenView(id, view);
  }
}

async function brokenView(id: string, view: (part: Unavailable) => Html): Promise<Section> {
  return { id, state: unavailable.state, body: await view(unavailable) };
}

type State = Content<unknown>['state'];

const since = new Map<string, { state: State; at: number }>();

/** A section is shown in this state. */
function rememberState(section: string, state: State): void {
  if (since.get(section)?.state !== state) since.set(section, { state, at: Date.now() });
}

/**
 * Since when a section has been shown as it is now; epoch milliseconds.
 *
 * On all pages of this storefront together: that one product's copy is old says nothing of the next, that search is unavailable does.
 */
export function stateSince(section: string): number {
  return since.get(section)?.at ?? Date.now();
}

/** Keeps the place of a part that is still on its way, so that nothing moves when it comes. */
export const placeholder = (what: 'shelf' | 'stock' | 'comments'): Html => html`<div class="hold ${what}-held"></div>`;

const hatchIcon = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8"><rect x="4" y="2.5" width="16" height="19" rx="5"/><circle cx="12" cy="12" r="4.2"/><path d="M12 7.8v8.4M7.8 12h8.4"/></svg>',
);

/** A part that is unavailable: said once, calmly, in its own place; `more` says what can be done meanwhile. */
export const unavailableNote = (sentence: string, more?: Html | string): Html =>
  html`<div class="notice" role="note">${hatchIcon}<p>${sentence}</p>${more !== undefined && html`<p>${more}</p>`}</div>`;

/** What stands in the way of a form, at its head. */
export const formNote = (what: Html | string): Html =>
  html`<div class="notice" role="alert">${hatchIcon}<div>${what}</div></div>`;
