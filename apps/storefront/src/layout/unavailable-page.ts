import { isClientError, isOutage } from '@watertight/service-kit';
import { html } from 'hono/html';
import type { HeaderData } from './header.ts';
import type { Page } from './page.ts';
import { unavailableNote, type Html } from './section.ts';

/** What a page says when it lacks what it must have. */
export interface Lack {
  /** Of the section that would be here. */
  readonly id: string;
  /** 503: the service is unavailable. One sentence, and what is left to do. */
  readonly unavailable: readonly [sentence: string, more?: Html | string];
  /** 404: the service refuses what the address names, because it knows none or because it cannot be one. */
  readonly none?: readonly [title: string, more: Html | string];
}

/** A themed page in place of the one that was asked for. @throws the error itself where it is no outage but a fault of ours */
export function pageWithout(
  { id, unavailable: [sentence, more], none }: Lack,
  error: unknown,
  header: HeaderData,
): Page {
  if (none !== undefined && isClientError(error)) return nothingHere(id, none, header);
  if (!isOutage(error)) throw error;
  return {
    title: 'Unavailable right now',
    status: 503,
    header,
    layout: html`<div class="read"><slot name="${id}"></slot></div>`,
    sections: [
      { id, state: 'unavailable', body: html`<h1>Unavailable right now</h1>${unavailableNote(sentence, more)}` },
    ],
  };
}

/** A themed 404. */
export function nothingHere(id: string, [title, more]: NonNullable<Lack['none']>, header: HeaderData): Page {
  return {
    title,
    status: 404,
    header,
    layout: html`<div class="read"><slot name="${id}"></slot></div>`,
    sections: [{ id, state: 'ok', body: html`<h1>${title}</h1><p>${more}</p>` }],
  };
}
