import { html } from 'hono/html';
import type { State } from '../state.ts';
import { activeFaults } from './faults.ts';
import { serviceId } from './ids.ts';
import type { Markup } from './markup.ts';
import { servicePolicies } from './policies.ts';
import { processes } from './processes.ts';
import { shoppers } from './shoppers.ts';

/** The live parts of the screen by id, in their order. */
export type Parts = ReadonlyMap<string, string>;

const rendered = new WeakMap<State, Promise<Parts>>();

/** Rendered here for the page and for every event, so that both say the same; once per reading, however many look. */
export function partsOf(state: State): Promise<Parts> {
  const known = rendered.get(state);
  if (known !== undefined) return known;
  const parts = render(state);
  rendered.set(state, parts);
  return parts;
}

async function render(state: State): Promise<Parts> {
  const parts: [string, Markup][] = [
    [
      'processes',
      html`<div id="processes" class="scrolled" role="region" aria-label="Processes" tabindex="0">${processes(state)}</div>`,
    ],
    ['shoppers', shoppers(state)],
    ['faults', activeFaults(state)],
    ['log', log(state)],
    ...state.services.map((service): [string, Markup] => [serviceId(service.name), servicePolicies(service)]),
  ];
  const lines = parts.map(async ([id, markup]): Promise<[string, string]> => [id, oneLine(String(await markup))]);
  return new Map(await Promise.all(lines));
}

/** The one part that is read out, and it holds nothing but transitions. */
function log({ transitions }: State): Markup {
  const lines = transitions.map(
    ({ number, at, text }) =>
      html`<li id="transition-${number}"><time datetime="${at}">${at.slice(11, 19)}</time> ${text}</li>`,
  );
  return html`<div id="log" role="log" aria-live="polite" aria-label="What has changed" tabindex="0">${lines.length === 0 ? html`<p>nothing yet</p>` : html`<ol>${lines}</ol>`}</div>`;
}

/** An event's data is one line; a name from the wire may hold a carriage return, which would end it. */
function oneLine(markup: string): string {
  return markup.replaceAll(/\s+/g, ' ');
}
