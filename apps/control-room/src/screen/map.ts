import { SECOND } from '@watertight/resilience';
import type { ServiceName } from '@watertight/topology';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { type Edge, edgeOf } from './edge.ts';
import { amount, type Markup } from './markup.ts';
import { edges, lastX, mapHeight, places } from './topology.ts';
import { wordOf } from './word-of.ts';

const WIDTH = 166;
const HEIGHT = 46;
/** From here on a line lies level, so that its label stands on it and no line goes through a label. */
const LEVEL_AFTER = 26;

/** Who calls whom, how much, and where it does not get through. A live part; whoever cannot see it reads the table of the same. */
export function map(state: State): Markup {
  return html`<nav id="map" aria-label="Map of the shop">
    <svg viewBox="0 0 ${lastX + WIDTH + 4} ${mapHeight}">
      ${edges.map(([caller, callee]) => edge(edgeOf(state.services, caller, callee)))}
      ${(Object.keys(places) as ServiceName[]).map(name => node(name, state))}
    </svg>
  </nav>`;
}

function node(name: ServiceName, state: State): Markup {
  const { x, y } = places[name];
  const { word, faults } = wordOf(name, state);
  const [fault] = faults;
  const broken = fault && `⚠ ${fault.kind}, ${Math.ceil(fault.remainingMs / SECOND)} s`;
  return html`<a id="node-${name}" href="/?at=${name}" aria-label="${name}: ${word}${broken && `, ${broken}`}" data-word="${word}">
    <rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6" />
    <text x="${x + 10}" y="${y + 19}" class="name">${name}</text>
    <text x="${x + 10}" y="${y + 37}">${broken ?? word}</text>
  </a>`;
}

/** Its width is how much passes; dashed where nothing gets through, dotted where it is tried. The label says it in words. */
function edge({ caller, callee, policies, perSecond, breaker, isOld }: Edge): Markup {
  const [from, to] = [places[caller as ServiceName], places[callee as ServiceName]];
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  const at = policies[0] === undefined ? caller : `${caller}.${policies[0].name}`;
  const label = `${amount(perSecond)}/s${breaker === 'closed' ? '' : ` ${breaker}`}`;
  return html`<a id="edge-${caller}-${callee}" href="/?at=${at}" aria-label="${caller} to ${callee}: ${label}${isOld ? ', last known' : ''}" data-breaker="${breaker}">
    <polyline points="${x1},${y1} ${x1 + LEVEL_AFTER},${y2} ${x2},${y2}" stroke-width="${(1.5 + Math.min(4, 2 * Math.log10(1 + perSecond))).toFixed(1)}" />
    <rect class="target" x="${x1 + LEVEL_AFTER}" y="${y2 - 22}" width="${x2 - x1 - LEVEL_AFTER}" height="28" />
    <text x="${(x1 + LEVEL_AFTER + x2) / 2}" y="${y2 - 7}" text-anchor="middle">${label}</text>
  </a>`;
}
