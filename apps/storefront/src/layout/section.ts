import { Logger } from '@nestjs/common';
import { counterOf } from '@watertight/service-kit';
import { html } from 'hono/html';
import { away, type Away, type Part } from '../clients/availability.ts';
import { noteState } from './since.ts';

export type Html = ReturnType<typeof html>;

/** One part of a page: a child of <body> in its own slot, exactly once in the document. */
export interface Section {
  readonly id: string;
  readonly state: Part<unknown>['state'];
  readonly body: Html;
}

const logger = new Logger('storefront');
const countDegraded = counterOf('degraded', 'Parts of pages that were not what was asked for.', 'part');

/** The markup of a section; `told` is how it came about, where somebody wants to know. */
export async function markup(section: Section, told?: (section: Section) => Html): Promise<string> {
  const { id, state, body } = section;
  if (state !== 'ok') countDegraded(id);
  noteState(id, state);
  return String(
    await html`<section id="${id}" slot="${id}" data-state="${state}">${await body}${told?.(section)}</section>\n`,
  );
}

/**
 * The section of an ornament, whenever it is known what became of it. Never rejects: a view that breaks is shown as away.
 */
export async function ornament<T>(id: string, part: Promise<Part<T>>, view: (part: Part<T>) => Html): Promise<Section> {
  const known = await part;
  try {
    return { id, state: known.state, body: await view(known) };
  } catch (error) {
    logger.error(`the view of ${id} broke: ${String(error)}`);
    return brokenView(id, view);
  }
}

async function brokenView(id: string, view: (part: Away) => Html): Promise<Section> {
  return { id, state: away.state, body: await view(away) };
}
