import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A state as a word with a mark, and a color only besides; the style sheet adds the mark. */
export function stateLabel(state: string): Markup {
  return html`<span class="state" data-state="${state}">${state}</span>`;
}

// Made once: making one for each number took a quarter of the time of a frame.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `1,204`; with one digit after the point where that is all there is to see. */
export function amount(value: number): string {
  return (Math.abs(value) < 10 ? tenths : whole).format(value);
}
