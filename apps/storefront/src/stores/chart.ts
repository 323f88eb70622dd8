import { html, raw } from 'hono/html';
import type { Html } from '../layout/section.ts';

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Degrees shown: no store is nearer to the poles. */
const NORTH = 75;
const SOUTH = -60;

/** A chart of the world in dots: one per store, over every thirtieth degree. It is read by eye; the list below says the names. */
export function chart(places: readonly Place[]): Html {
  const dots = places.map(({ latitude, longitude }) => `M${longitude.toFixed(1)} ${(-latitude).toFixed(1)}h0`);
  return html`<svg class="chart" viewBox="-180 ${-NORTH} 360 ${NORTH - SOUTH}" aria-hidden="true" fill="none">
<path class="grid" d="${raw(meridians + parallels)}"/><path class="dots" d="${raw(dots.join(''))}"/></svg>`;
}

const meridians = [-150, -120, -90, -60, -30, 0, 30, 60, 90, 120, 150].map(x => `M${x} ${-NORTH}V${-SOUTH}`).join('');
const parallels = [-60, -30, 0, 30].map(y => `M-180 ${y}H180`).join('');

/** `50°09′N 5°04′W` */
export const position = ({ latitude, longitude }: Place): string =>
  `${degrees(latitude, 'NS')} ${degrees(longitude, 'EW')}`;

function degrees(value: number, [positive = '', negative = '']: string): string {
  const minutes = Math.round(Math.abs(value) * 60);
  return `${Math.floor(minutes / 60)}°${String(minutes % 60).padStart(2, '0')}′${value < 0 ? negative : positive}`;
}
