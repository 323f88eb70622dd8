import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { WatchedService } from '../watch-services.ts';
import { edgeTable } from './edge-table.ts';
import { faultCount } from './fault-count.ts';
import { activeFaults } from './faults.ts';
import { serviceId } from './ids.ts';
import { kept } from './kept.ts';
import { map } from './map.ts';
import type { Markup } from './markup.ts';
import { patterns } from './patterns.ts';
import { servicePolicies } from './policies.ts';
import { processes } from './processes.ts';
import { selected, type Selection } from './selected.ts';
import { shoppers } from './shoppers.ts';
import { worstPages } from './worst-pages.ts';

/** The live parts of the screen by id, in their order. */
export type Parts = ReadonlyMap<string, string>;

/** Parts that all viewers see, each with what it is made of. */
const common: [id: string, draw: (state: State) => string | Promise<string>][] = [
  ['processes', kept(processTable, ({ processes, services }) => [processes, ...services])],
  ['shoppers', kept(shoppers, of => [of.visitors, ...of.marks])],
  ['fault-count', kept(faultCount, ({ services, processes }) => [processes, ...services])],
  ['map', kept(map, ({ services, processes }) => [processes, ...services])],
  ['patterns', kept(patterns, ({ services }) => services)],
  ['worst-pages', kept(worstPages, state => state.worstPages)],
  ['edges', kept(edgeTable, ({ services }) => services)],
  ['faults', kept(activeFaults, ({ services }) => services)],
  ['log', kept(log, ({ transitions }) => transitions)],
];

const cards = new Map<string, (service: WatchedService) => string | Promise<string>>();

/** Rendered here for the page and for every event, so that both say the same; what all see once per reading, however many look. */
export async function partsOf(state: State, select: (state: State) => string | Promise<string>): Promise<Parts> {
  const parts: [string, string | Promise<string>][] = [
    ...common.map(([id, draw]): [string, string | Promise<string>] => [id, draw(state)]),
    ...state.services.map((service): [string, string | Promise<string>] => [serviceId(service.name), cardsOf(service)]),
    ['selected', select(state)],
  ];
  return new Map(await Promise.all(parts.map(async ([id, line]): Promise<[string, string]> => [id, await line])));
}

/** Draws what a viewer has selected. */
export function selecting(selection: Selection): (state: State) => string | Promise<string> {
  return kept(
    state => selected(state, selection),
    ({ services, processes }) => [processes, ...services],
  );
}

function cardsOf(service: WatchedService): string | Promise<string> {
  const draw = cards.get(service.name) ?? kept(servicePolicies, each => [each]);
  cards.set(service.name, draw);
  return draw(service);
}

function processTable(state: State): Markup {
  return html`<div id="processes" class="scrolled" role="region" aria-label="Processes" tabindex="0">${processes(state)}</div>`;
}

/** The one part that is read out, and it holds nothing but transitions. */
function log({ transitions }: State): Markup {
  const lines = transitions.map(
    ({ number, at, text }) =>
      html`<li id="transition-${number}"><time datetime="${at}">${at.slice(11, 19)}</time> ${text}</li>`,
  );
  return html`<div id="log" role="log" aria-live="polite" aria-label="What has changed" tabindex="0">${lines.length === 0 ? html`<p>nothing yet</p>` : html`<ol>${lines}</ol>`}</div>`;
}
