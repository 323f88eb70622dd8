import type { ServiceName } from '@watertight/topology';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { twin } from '../twin.ts';
import { type Edge, edgeOf, edges } from './edges.ts';
import { curveOf, HEIGHT, map as size, places, storefrontPlace, WIDTH } from './map-places.ts';
import { stores, uses } from './map-stores.ts';
import { amount, type Markup, secondsOrMinutes } from './markup.ts';
import { statusOf } from './status.ts';

/** The text of a label is this wide at most, so that it fits between two columns. */
const CHARACTER_WIDTH = 7.9;
const LABEL_HEIGHT = 26;

/** Who calls whom, each a link to its details; services and stores never move. A live section. */
export function map(state: State): Markup {
  const calls = edges.map(([caller, callee]) => edgeOf(state.services, caller, callee));
  return html`<nav id="map" aria-label="The shop: choose a service or a call">
    <svg viewBox="0 0 ${size.width} ${size.height}">
      ${guests(state)}
      <g aria-hidden="true">${calls.map(line)}</g>
      ${calls.map(label)}
      ${(Object.keys(places) as ServiceName[]).map(name => service(name, state))}
      ${stores(state)}
    </svg>
  </nav>`;
}

/** The visitors, above the one service they call. */
function guests({ visitors }: State): Markup {
  const { x, y } = storefrontPlace;
  const rate = visitors?.report?.perSecond;
  return html`<g class="guests" aria-hidden="true"><path class="edge" d="M${x + WIDTH / 2} ${y - 22}V${y}" stroke-width="2" />
    <text x="${x + WIDTH / 2}" y="${y - 52}" text-anchor="middle" class="name">visitors</text>
    <text x="${x + WIDTH / 2}" y="${y - 32}" text-anchor="middle">${rate === undefined ? '' : `${amount(rate)} pages/s`}</text></g>`;
}

function service(name: ServiceName, state: State): Markup {
  const { x, y } = places[name];
  const { status, faults } = statusOf(name, state);
  const replicas = state.services.filter(
    each => each.name === name || (each.name.startsWith(`${name}-`) && each.name !== twin),
  ).length;
  const [fault] = faults;
  const broken = fault && `${fault.kind}, ${secondsOrMinutes(fault.remainingMs)}`;
  const parts = [
    broken ?? status,
    ...(broken === undefined && status === 'ready' ? [replicas > 1 ? `${replicas} replicas` : uses(name)] : []),
  ].filter(part => part !== '');
  return html`<a id="node-${name}" class="node" href="/?at=${name}" aria-label="${name}: ${parts.join(' · ')}" data-status="${status}"${broken && html` data-fault="${fault?.kind}"`}>
    <rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="10" />
    <circle cx="${x + 14}" cy="${y + 23}" r="5" />
    <text x="${x + 25}" y="${y + 28}" class="name">${name}</text>
    <text x="${x + 12}" y="${y + 51}">${parts.join(' · ')}</text>
  </a>`;
}

/** Its width is the rate of calls; dashed while the breaker is open, dotted while it is half-open. The label says the same. */
function line({ caller, callee, perSecond, breaker }: Edge): Markup {
  const stroke = (1.5 + Math.min(4, 2 * Math.log10(1 + perSecond))).toFixed(1);
  return html`<path id="line-${caller}-${callee}" class="edge" data-breaker="${breaker}" d="${curveOf(caller, callee).path}" stroke-width="${stroke}" />`;
}

/** Drawn above all lines, so that none crosses it. */
function label({ caller, callee, policies, perSecond, breaker, isOld }: Edge): Markup {
  const { x, y } = curveOf(caller, callee).label;
  const at = policies[0] === undefined ? caller : `${caller}.${policies[0].name}`;
  const says = `${amount(perSecond)}/s${breaker === 'closed' ? '' : ` ${breaker}`}`;
  const shown = breaker === 'half-open' ? breaker : says; // its few probes make no rate
  const width = shown.length * CHARACTER_WIDTH + 16;
  return html`<a id="edge-${caller}-${callee}" href="/?at=${at}" aria-label="${caller} to ${callee}: ${says}${isOld ? ', last known' : ''}" data-breaker="${breaker}">
    <rect class="target" x="${(x - width / 2).toFixed(1)}" y="${(y - LABEL_HEIGHT / 2).toFixed(1)}" width="${width.toFixed(1)}" height="${LABEL_HEIGHT}" rx="${LABEL_HEIGHT / 2}" />
    <text x="${x.toFixed(1)}" y="${(y + 5).toFixed(1)}" text-anchor="middle">${shown}</text>
  </a>`;
}
