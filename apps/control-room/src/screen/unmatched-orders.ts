import type { NamedOrders, NewestComparison } from '@watertight/contracts/visitors';
import { html } from 'hono/html';
import { amount, type Markup } from './markup.ts';

const CHECKED_BY_HAND = 'A person must check these orders.';
/** The grace period is checkout's ORPHAN_MS, 15 minutes unless it is set. */
const REFUNDED_LATER = 'A charge is refunded 15 minutes after its capture if its order is still not paid.';

/**
 * Shows orders that are paid and not charged, and the reverse, by name; nothing while there are none.
 *
 * Each kind is an alert of its own, so that a screen reader repeats only the one that changed.
 */
export function unmatchedOrders(comparison: NewestComparison | undefined): Markup {
  const { paidWithoutCharge, chargedWithoutOrder } = comparison ?? {};
  return html`<div id="unmatched">
    ${alert('paid-not-charged', paidWithoutCharge, 'paid and not charged', CHECKED_BY_HAND)}
    ${alert('charged-not-paid', chargedWithoutOrder, 'charged and not paid', REFUNDED_LATER)}
  </div>`;
}

/** Says that nothing has been compared yet, or not for minutes: an empty screen must not look like empty lists. */
export function comparedWhen(comparison: NewestComparison | undefined): Markup {
  if (comparison === undefined) return html`<p>orders and charges: not compared one by one yet</p>`;
  const { comparedAt, isStale } = comparison;
  return html`<p>${isStale && html`orders and charges: last compared one by one at <time datetime="${comparedAt}">${comparedAt.slice(11, 19)}</time>`}</p>`;
}

function alert(id: string, orders: NamedOrders | undefined, what: string, consequence: string): Markup {
  if (orders === undefined || orders.count === 0) return html``;
  const { count, ids } = orders;
  const names = ids.map((each, i) => html`${i > 0 && ', '}<code>${each}</code>`);
  const more = count - ids.length;
  return html`<p id="${id}" role="alert"><span class="state" data-state="crashed"><b>${amount(count)}</b> ${count === 1 ? 'order is' : 'orders are'} ${what}:</span> ${names}${more > 0 && html` and ${amount(more)} more`}. ${consequence}</p>`;
}
