import { SECOND } from '@watertight/resilience';
import { layOut, type ServiceName } from '@watertight/topology';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { type Edge, edgeOf, edges } from './edges.ts';
import { amount, type Markup } from './markup.ts';
import { statusOf } from './status.ts';

const WIDTH = 166;
const HEIGHT = 46;
/** From here on a line is level, so that its label is on it and no line crosses a label. */
const LEVEL_AFTER = 26;
/** The left edge of each column; the middle gaps hold the longest labels. */
const COLUMNS_X = [4, 308, 592, 872];
const NEXT_COLUMN_X = 280;
const ROW_HEIGHT = 60;
const TOP = 8;

const layout = layOut();
const mapHeight = ROW_HEIGHT * layout.rows + 2;
const lastX = Math.max(xOf(COLUMNS_X.length - 1), ...layout.places.map(({ column }) => xOf(column)));
/** Where each service is on the map; it never moves. */
const places = Object.fromEntries(
  layout.places.map(({ name, column, row }) => [name, { x: xOf(column), y: TOP + ROW_HEIGHT * row }]),
) as Record<ServiceName, { x: number; y: number }>;

function xOf(column: number): number {
  const last = COLUMNS_X.length - 1;
  return COLUMNS_X[column] ?? (COLUMNS_X[last] ?? 0) + (column - last) * NEXT_COLUMN_X;
}

/** The calls between services, how many, and where a breaker refuses them. A live section; `edgeTable` has the same as text. */
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
  const { status, faults } = statusOf(name, state);
  const [fault] = faults;
  const broken = fault && `⚠ ${fault.kind}, ${Math.ceil(fault.remainingMs / SECOND)} s`;
  return html`<a id="node-${name}" href="/?at=${name}" aria-label="${name}: ${status}${broken && `, ${broken}`}" data-status="${status}">
    <rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6" />
    <text x="${x + 10}" y="${y + 19}" class="name">${name}</text>
    <text x="${x + 10}" y="${y + 37}">${broken ?? status}</text>
  </a>`;
}

/** Its width is the rate of calls; dashed while the breaker is open, dotted while it is half-open. The label says the same. */
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
