import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { WatchedService } from '../watch-services.ts';
import { edgeTable } from './edge-table.ts';
import { faultCount } from './fault-count.ts';
import { activeFaults } from './faults.ts';
import { serviceId } from './ids.ts';
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

const rendered = new WeakMap<State, Promise<Parts>>();

/** Rendered here for the page and for every event, so that both say the same; what all see once per reading, however many look. */
export async function partsOf(state: State, selection: Selection): Promise<Parts> {
  const common = rendered.get(state) ?? render(state);
  rendered.set(state, common);
  const own = oneLine(String(await selected(state, selection)));
  return new Map([...(await common), ['selected', own]]);
}

async function render(state: State): Promise<Parts> {
  const parts: [string, Markup][] = [
    [
      'processes',
      html`<div id="processes" class="scrolled" role="region" aria-label="Processes" tabindex="0">${processes(state)}</div>`,
    ],
    ['shoppers', shoppers(state)],
    ['fault-count', faultCount(state)],
    ['map', map(state)],
    ['patterns', patterns(state)],
    ['worst-pages', worstPages(state)],
    ['edges', edgeTable(state)],
    ['faults', activeFaults(state)],
    ['log', log(state)],
  ];
  const lines = parts.map(async ([id, markup]): Promise<[string, string]> => [id, oneLine(String(await markup))]);
  return new Map(await Promise.all([...lines, ...state.services.map(policiesOf)]));
}

const drawn = new Map<string, { from: string; part: string }>();

/** Drawn anew only where something is otherwise: most services of a calm shop tell the same for minutes. */
async function policiesOf(service: WatchedService): Promise<[string, string]> {
  const { name, word, toldAt, pipelines } = service;
  const from = JSON.stringify([word, word === 'silent' && toldAt, pipelines.map(each => ({ ...each, perSecond: 0 }))]);
  const before = drawn.get(name);
  if (before?.from === from) return [serviceId(name), before.part];
  const part = oneLine(String(await servicePolicies(service)));
  drawn.set(name, { from, part });
  return [serviceId(name), part];
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
