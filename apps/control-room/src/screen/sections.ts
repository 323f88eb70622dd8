import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { WatchedService } from '../watch-services.ts';
import { edgeTable } from './edges.ts';
import { activeFaults } from './faults.ts';
import { map } from './map.ts';
import type { Markup } from './markup.ts';
import { patterns } from './patterns.ts';
import { serviceId, servicePolicies } from './policy-cards.ts';
import { processes } from './processes.ts';
import { selected, type Selection } from './selected.ts';
import { summary } from './status.ts';
import { visitors, worstPages } from './visitors.ts';

/** The live sections of the screen by the id of their element, in their order. */
export type Sections = ReadonlyMap<string, string>;

type Drawn = string | Promise<string>;

/** Sections that all viewers see. */
const common: [id: string, draw: (state: State) => Drawn][] = [
  ['processes', memoized(processTable, state => [state.processes, state.visitors?.isSilent, ...state.services])],
  ['visitors', memoized(visitors, state => [state.visitors, ...state.marks])],
  ['fault-count', memoized(summary, state => [state.processes, state.visitors?.isSilent, ...state.services])],
  ['map', memoized(map, ({ services, processes }) => [processes, ...services])],
  ['patterns', memoized(patterns, ({ services }) => services)],
  ['worst-pages', memoized(worstPages, state => state.worstPages)],
  ['edges', memoized(edgeTable, ({ services }) => services)],
  ['faults', memoized(activeFaults, ({ services }) => services)],
  ['log', memoized(log, ({ transitions }) => transitions)],
];

const cards = new Map<string, (service: WatchedService) => Drawn>();

/** Draws all sections, for the page and for every event alike; those that all viewers see once per reading. */
export async function drawSections(state: State, drawSelected: (state: State) => Drawn): Promise<Sections> {
  const drawn: [string, Drawn][] = [
    ...common.map(([id, draw]): [string, Drawn] => [id, draw(state)]),
    ...state.services.map((service): [string, Drawn] => [serviceId(service.name), cardsOf(service)]),
    ['selected', drawSelected(state)],
  ];
  return new Map(await Promise.all(drawn.map(async ([id, line]): Promise<[string, string]> => [id, await line])));
}

/** Returns a function that draws what one viewer has selected. */
export function selectedDrawer(selection: Selection): (state: State) => Drawn {
  return memoized(
    state => selected(state, selection),
    ({ services, processes }) => [processes, ...services],
  );
}

function cardsOf(service: WatchedService): Drawn {
  const draw = cards.get(service.name) ?? memoized(servicePolicies, each => [each]);
  cards.set(service.name, draw);
  return draw(service);
}

function processTable(state: State): Markup {
  return html`<div id="processes" class="scrolled" role="region" aria-label="Processes" tabindex="0">${processes(state)}</div>`;
}

/** The one section that screen readers announce, so it holds nothing but transitions. */
function log({ transitions }: State): Markup {
  const lines = transitions.map(
    ({ number, at, text }) =>
      html`<li id="transition-${number}"><time datetime="${at}">${at.slice(11, 19)}</time> ${text}</li>`,
  );
  return html`<div id="log" role="log" aria-live="polite" aria-label="What has changed" tabindex="0">${lines.length === 0 ? html`<p>nothing yet</p>` : html`<ol>${lines}</ol>`}</div>`;
}

/**
 * Draws as `draw` does, on one line, and only if one of the inputs is another object than the last time: most of a calm
 * shop stays the same for minutes.
 */
function memoized<Of>(draw: (of: Of) => Markup, inputsOf: (of: Of) => readonly unknown[]): (of: Of) => Drawn {
  let lastInputs: readonly unknown[] = [];
  let drawn: Drawn | undefined;
  return of => {
    const inputs = inputsOf(of);
    const isSame = inputs.length === lastInputs.length && inputs.every((each, i) => each === lastInputs[i]);
    if (isSame && drawn !== undefined) return drawn;
    lastInputs = inputs;
    return (drawn = oneLine(draw(of)));
  };
}

/** An event's data is one line; a name from the wire may hold a carriage return, which would end it. */
async function oneLine(markup: Markup): Promise<string> {
  return String(await markup).replaceAll(/\s+/g, ' ');
}
