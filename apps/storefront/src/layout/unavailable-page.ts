import { isClientError, isOutage } from '@watertight/service-kit';
import { html } from 'hono/html';
import type { MastheadParts } from './header.ts';
import type { Page } from './page.ts';
import { awayNote, type Html } from './section.ts';

/** What a page says when it lacks what it must have. */
export interface Lack {
  /** Of the section that would be here. */
  readonly id: string;
  /** 503: the service is away. One sentence, and what is left to do. */
  readonly away: readonly [sentence: string, more?: Html | string];
  /** 404: the service refuses what the address names, because it knows none or because it cannot be one. */
  readonly none?: readonly [title: string, more: Html | string];
}

/** A themed page in place of the one that was asked for. @throws the error itself where it is no outage but a fault of ours */
export function pageWithout({ id, away: [sentence, more], none }: Lack, error: unknown, masthead: MastheadParts): Page {
  if (none !== undefined && isClientError(error)) return nothingHere(id, none, masthead);
  if (!isOutage(error)) throw error;
  return {
    title: 'Unavailable right now',
    status: 503,
    masthead,
    layout: html`<div class="read"><slot name="${id}"></slot></div>`,
    sections: [{ id, state: 'unavailable', body: html`<h1>Unavailable right now</h1>${awayNote(sentence, more)}` }],
  };
}

/** A themed 404. */
export function nothingHere(id: string, [title, more]: NonNullable<Lack['none']>, masthead: MastheadParts): Page {
  return {
    title,
    status: 404,
    masthead,
    layout: html`<div class="read"><slot name="${id}"></slot></div>`,
    sections: [{ id, state: 'ok', body: html`<h1>${title}</h1><p>${more}</p>` }],
  };
}
