import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { type Edge, edgeOf } from './edge.ts';
import { amount, type Markup } from './markup.ts';
import { edges, type Place, places } from './topology.ts';
import { wordOf } from './word-of.ts';

const WIDTH = 144;
const HEIGHT = 46;
const NEARER = 0.58;
const LABEL = 100;

/** Who calls whom, how much, and where it does not get through. A live part; whoever cannot see it reads the table of the same. */
export function map(state: State): Markup {
  return html`<nav id="map" aria-label="Map of the shop">
    <svg viewBox="0 0 868 302">
      ${edges.map(([caller, callee]) => edge(edgeOf(state.services, caller, callee)))}
      ${(Object.keys(places) as Place[]).map(name => node(name, state))}
    </svg>
  </nav>`;
}

function node(name: Place, state: State): Markup {
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
  const [from, to] = [places[caller as Place], places[callee as Place]];
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  const at = policies[0] === undefined ? caller : `${caller}.${policies[0].name}`;
  const label = `${amount(perSecond)}/s${breaker === 'closed' ? '' : ` ${breaker}`}`;
  // Nearer to the callee: there the lines of one caller are apart.
  const isShort = x2 - x1 < LABEL;
  // "0.4/s half-open" does not fit between two that stand close: there it stands above them.
  const [x, y] = isShort ? [(x1 + x2) / 2, y1 - HEIGHT / 2 - 14] : [x1 + (x2 - x1) * NEARER, y1 + (y2 - y1) * NEARER];
  return html`<a id="edge-${caller}-${callee}" href="/?at=${at}" aria-label="${caller} to ${callee}: ${label}${isOld ? ', last known' : ''}" data-breaker="${breaker}">
    <line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke-width="${(1.5 + Math.min(4, 2 * Math.log10(1 + perSecond))).toFixed(1)}" />
    <rect class="label" x="${x - 36}" y="${y - 12}" width="72" height="24" />
    <text x="${x}" y="${y + 5}" text-anchor="middle">${label}</text>
  </a>`;
}
