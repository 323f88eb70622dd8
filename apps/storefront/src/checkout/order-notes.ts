import type { ChangedPrice, HeldUntil, MissingPieces } from '@watertight/contracts/checkout';
import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import { shown } from '../layout/money.ts';
import type { Html } from '../layout/section.ts';
import { age } from '../layout/format.ts';

/** Old and new, for what costs something else than was shown. */
export const changedPrices = (
  prices: readonly ChangedPrice[],
): Html => html`<p>Prices have changed since you saw them. Nothing was charged. Look at the new ones, and pay if they suit you.</p>
<ul>${prices.map(({ name, old, new: now }) => html`<li>${name}: ${old !== null && html`<del><span class="visually-hidden">was </span>${shown(old)}</del> `}<ins><span class="visually-hidden">now </span>${shown(now)}</ins></li>`)}</ul>`;

/** What there is less of than is wanted. */
export const missingPieces = (
  missing: readonly MissingPieces[],
): Html => html`<p>There is not enough left of everything. Nothing was charged. <a href="/basket">Change your basket</a>, then come back.</p>
<ul>${missing.map(({ name, wanted, available }) => html`<li>${name}: you want ${wanted}, ${available === 0 ? 'and it is sold out' : `and there ${available === 1 ? 'is' : 'are'} ${available}`}.</li>`)}</ul>`;

/** Why the card was refused. Promises the goods only for the time that is left of their hold, also when the answer is a replay. */
export function cardDeclined(reason: string, heldUntil: HeldUntil): Html {
  const leftMs = heldUntil === null ? 0 : new Date(heldUntil).getTime() - Date.now();
  // Rounded up to a second: the few milliseconds an answer travels must not turn 3 minutes into 2.
  const promise = leftMs > 0 && `, and your goods stay reserved for ${age(Math.ceil(leftMs / SECOND) * SECOND)}`;
  return html`<p>The card was declined: ${reason}. Nothing was charged${promise}: try another card.</p>`;
}
