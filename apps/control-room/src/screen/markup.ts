import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** A state as a word and a mark before it is a colour; the mark is the sheet's. */
export function stateWord(state: string): Markup {
  return html`<span class="state" data-state="${state}">${state}</span>`;
}

/** `1,204`; with one digit after the point where that is all there is to see. */
export function amount(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 });
}
