import { Logger } from '@nestjs/common';
import { counterOf } from '@watertight/service-kit';
import { html, raw } from 'hono/html';
import { type Content, orUnavailable, unavailable, type Unavailable } from '../clients/availability.ts';

export type Html = ReturnType<typeof html>;

/** One part of a page: a child of <body> in its own slot, exactly once in the document. */
export interface Section {
  readonly id: string;
  readonly state: Content<unknown>['state'];
  readonly body: Html;
  /** See `Unavailable`. */
  readonly failure?: unknown;
}

const logger = new Logger('storefront');
const countDegraded = counterOf('degraded', 'Parts of pages that were not what was asked for.', 'part');

/** A section that is there, as the critical dependency or the storefront itself has it. */
export const section = (id: string, body: Html, state: Section['state'] = 'ok'): Section => ({ id, state, body });

/** The markup of a section; `explain` adds its X-ray, if the visitor has switched it on. */
export async function markup(each: Section, explain?: (section: Section) => Html): Promise<string> {
  const { id, state, body } = each;
  if (state !== 'ok') countDegraded(id);
  rememberState(id, state);
  return String(
    await html`<section id="${id}" slot="${id}" data-state="${state}">${await body}${explain?.(each)}</section>\n`,
  );
}

/** An optional section, as soon as its content is there or has failed. Never rejects: a view that throws is shown as unavailable. */
export async function optionalSection<T>(
  id: string,
  content: Promise<Content<T>>,
  view: (content: Content<T>) => Html,
): Promise<Section> {
  const known = await orUnavailable(content);
  try {
    return { ...section(id, await view(known), known.state), ...('failure' in known && { failure: known.failure }) };
  } catch (error) {
    logger.error(`the view of ${id} broke: ${String(error)}`);
    return unavailableSection(id, view);
  }
}

async function unavailableSection(id: string, view: (content: Unavailable) => Html): Promise<Section> {
  return section(id, await view(unavailable), unavailable.state);
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
 * On all pages of this storefront together: the age of one product's copy says nothing about the next, an outage of search does.
 */
export function stateSince(section: string): number {
  return since.get(section)?.at ?? Date.now();
}

/** Keeps the place of an optional section until it arrives, so that nothing moves then. */
export const placeholder = (what: 'shelf' | 'stock' | 'comments'): Html => html`<div class="hold ${what}-held"></div>`;

const hatchIcon = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8"><rect x="4" y="2.5" width="16" height="19" rx="5"/><circle cx="12" cy="12" r="4.2"/><path d="M12 7.8v8.4M7.8 12h8.4"/></svg>',
);

/** One sentence in place of what is unavailable; `more` says what can be done meanwhile. */
export const unavailableNote = (sentence: string, more?: Html | string): Html =>
  html`<div class="notice" role="note">${hatchIcon}<p>${sentence}</p>${more !== undefined && html`<p>${more}</p>`}</div>`;

/** What stands in the way of a form, at its head. */
export const formNote = (what: Html | string): Html =>
  html`<div class="notice" role="alert">${hatchIcon}<div>${what}</div></div>`;

/**
 * Yields what has become ready, as soon as it has, each piece once; what is ready at the same time comes as one.
 *
 * The pieces must not reject: half of a page is on its way already.
 */
export async function* inOrderOfReadiness(pieces: readonly Promise<string>[]): AsyncGenerator<string> {
  const ready: string[] = [];
  let more = Promise.withResolvers<void>();
  for (const piece of pieces) {
    void piece.then(text => {
      ready.push(text);
      more.resolve();
    });
  }
  for (let left = pieces.length; left > 0;) {
    await more.promise;
    more = Promise.withResolvers();
    left -= ready.length;
    yield ready.splice(0).join('');
  }
}
