import { MINUTE, SECOND } from '@watertight/resilience';
import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A state as a word with a mark, and a color only besides; the style sheet adds the mark. */
export function stateLabel(state: string): Markup {
  return html`<span class="state" data-state="${state}">${state}</span>`;
}

/** A switch whose position is a word in it: a color alone would not do. `of`: what it switches. */
export function switchButton(name: string, position: string, of: string): Markup {
  return html`<button role="switch" aria-checked="${String(position === 'on')}"><span class="position" aria-hidden="true">${position}</span> ${name}<span class="unseen"> ${of}</span></button>`;
}

/** A time that the script counts down between two frames: `41 s`, from 100 s on `10 min`. */
export function timeLeft(ms: number): Markup {
  return html`<span data-left-ms="${Math.round(ms)}">${secondsOrMinutes(ms)}</span>`;
}

/** As `live.js` writes it. */
export function secondsOrMinutes(ms: number): string {
  return ms > 99 * SECOND ? `${Math.ceil(ms / MINUTE)} min` : `${Math.ceil(Math.max(0, ms) / SECOND)} s`;
}

// Made once: making one for each number took a quarter of the time of a frame.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `1,204`; with one digit after the point where that is all there is to see. */
export function amount(value: number): string {
  return (Math.abs(value) < 10 ? tenths : whole).format(value);
}
