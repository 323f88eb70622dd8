import { html } from 'hono/html';
import type { Html } from '../layout/section.ts';
import type { Draft } from './checkout-form.ts';
import { awayNote } from '../layout/note.ts';

/** The section `checkout` while nobody knows whether the card was charged: asking again under the same key is safe. */
export const beingConfirmed = (draft: Draft): Html => html`<h1>Your payment is being confirmed</h1>
${awayNote('Being confirmed. You will not be charged twice.', 'We have not heard back yet. Ask again, as often as you like: it stays one order.')}
<form method="post" action="/checkout">${Object.entries(draft).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="button">Ask again</button></form>`;
