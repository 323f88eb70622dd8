import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A state as a word and a mark before it is a colour; the mark is the sheet's. */
export function stateWord(state: string): Markup {
  return html`<span class="state" data-state="${state}">${state}</span>`;
}

// Made once: making one for each number took a quarter of a frame.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** `1,204`; with one digit after the point where that is all there is to see. */
export function amount(value: number): string {
  return (Math.abs(value) < 10 ? tenths : whole).format(value);
}
