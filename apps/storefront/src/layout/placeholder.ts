import { html } from 'hono/html';
import type { Html } from './section.ts';

/** Keeps the place of a part that is still on its way, so that nothing moves when it comes. */
export const hold = (what: 'shelf' | 'stock' | 'comments'): Html => html`<div class="hold ${what}-held"></div>`;
