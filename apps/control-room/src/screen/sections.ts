import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { WatchedService } from '../watch-services.ts';
import { broken, labRun } from './broken.ts';
import { edgeTable } from './edges.ts';
import { activeFaults } from './faults.ts';
import { labNow, labRuns } from './lab.ts';
import { map } from './map.ts';
import type { Markup } from './markup.ts';
import { patterns } from './patterns.ts';
import { serviceId, servicePolicies } from './policy-cards.ts';
import { processes } from './processes.ts';
import { selected, type Selection } from './selected.ts';
import { visitors, worstPages } from './visitors.ts';

/** The live sections of a page by the id of their element. */
export type Sections = ReadonlyMap<string, string>;

type Drawn = string | Promise<string>;

/** Sections that all viewers see. */
const common = {
  broken: memoized(broken, state => [state.processes, state.visitors?.isSilent, clock(state), ...state.services]),
  lab: (state: State) => oneLine(labRun(state)), // its time runs while all else is calm
  processes: memoized(processTable, state => [state.processes, state.visitors?.isSilent, ...state.services]),
  visitors: memoized(visitors, state => [state.visitors, ...state.marks]),
  map: memoized(map, state => [state.processes, state.visitors?.report?.perSecond, clock(state), ...state.services]),
  patterns: memoized(patterns, state => [clock(state), ...state.services]),
  'worst-pages': memoized(worstPages, state => state.worstPages),
  edges: memoized(edgeTable, state => [state.processes, clock(state), ...state.services]),
  faults: memoized(activeFaults, ({ services }) => services),
  'lab-now': memoized(labNow, ({ runs }) => runs),
  'lab-runs': memoized(labRuns, ({ runs }) => runs),
  log: memoized(log, ({ transitions }) => transitions),
} satisfies Record<string, (state: State) => Drawn>;

/** An input that is another at each reading while a time passes that no service reports anew. */
function clock({ services, at }: State): string {
  const isPassing = services.some(
    ({ undoneAt, backlog }) => Object.keys(undoneAt).length > 0 || (backlog?.oldestAt ?? null) !== null,
  );
  return isPassing ? at : '';
}

type Common = keyof typeof common;

/** A page of the control room: which live sections it has. */
export interface View {
  readonly common: readonly Common[];
  /** The services whose policies it shows. Default none. */
  readonly policiesOf?: (service: WatchedService) => boolean;
  readonly selection?: Selection;
}

const head = ['broken', 'lab'] as const;

export const views = {
  screen: (selection: Selection): View => ({
    common: [...head, 'visitors', 'map', 'edges', 'log', 'worst-pages', 'patterns'],
    selection,
  }),
  services: (): View => ({ common: [...head, 'processes', 'faults', 'edges'] }),
  service: (name: string): View => ({
    common: [...head, 'faults'],
    policiesOf: service => service.name === name,
    selection: { service: name, policy: undefined },
  }),
  policies: (): View => ({ common: head, policiesOf: () => true }),
  lab: (): View => ({ common: [...head, 'lab-now', 'map', 'lab-runs'] }),
  still: (): View => ({ common: head }),
};

const cards = new Map<string, (service: WatchedService) => Drawn>();

/** Returns a function that draws the sections of a page; those that all viewers see are drawn once per reading. */
export function sectionsOf({ common: ids, policiesOf = () => false, selection }: View) {
  const drawSelected =
    selection &&
    memoized(
      (state: State) => selected(state, selection),
      ({ services, processes }) => [processes, ...services],
    );
  return async (state: State): Promise<Sections> => {
    const drawn: [string, Drawn][] = [
      ...ids.map((id): [string, Drawn] => [id, common[id](state)]),
      ...state.services
        .filter(policiesOf)
        .map((service): [string, Drawn] => [serviceId(service.name), cardsOf(service)]),
      ...(drawSelected === undefined ? [] : [['selected', drawSelected(state)] as [string, Drawn]]),
    ];
    return new Map(await Promise.all(drawn.map(async ([id, line]): Promise<[string, string]> => [id, await line])));
  };
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
