import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { Markup } from './markup.ts';

/** How many faults are on, and when the first ends. A live part. */
export function faultCount({ services }: State): Markup {
  const left = services.flatMap(({ faults }) => faults.map(({ remainingMs }) => remainingMs));
  if (left.length === 0) return html`<p id="fault-count">no fault is on</p>`;
  const firstMs = Math.min(...left);
  return html`<p id="fault-count"><b>${left.length}</b> ${left.length === 1 ? 'fault' : 'faults'}, first ends in <b data-left-ms="${Math.round(firstMs)}">${Math.ceil(firstMs / SECOND)} s</b></p>`;
}
