import { html } from 'hono/html';
import type { WatchedPipeline } from '../watch-services.ts';
import { amount, type Markup, stateWord } from './markup.ts';
import { marks, perMark } from './marks.ts';

/** The seats of a bulkhead, drawn as seats; and who waits for one. */
export function seatRow({ bulkhead, switches, numbers }: WatchedPipeline): Markup {
  if (bulkhead === undefined) return html`<p>no seats: as many at once as come</p>`;
  const { running, waiting, limit, abandoned } = bulkhead;
  const per = perMark(limit);
  const isOff = switches.bulkhead === false;
  return html`<p>${isOff && stateWord('off')} <b>${amount(running)}</b> of ${amount(limit)}${isOff ? ' shared' : ''} seats${per > 1 && `, ${amount(per)} a mark`}</p>
    <p>${marks(running, limit)}</p>
    <p><b>${amount(waiting)}</b> of ${amount(Number(numbers['waiting'] ?? 0))} waiting, <b>${amount(abandoned)}</b> abandoned</p>`;
}

/** What is saved up for retries, which bounds the load they add. */
export function budgetRow({ retry, switches, numbers }: WatchedPipeline): Markup {
  if (retry === undefined) return html`<p>none: one attempt a call</p>`;
  const burst = Number(numbers['burst'] ?? 0);
  return html`<p>${switches.retry === false && stateWord('off')} ${marks(Math.floor(retry.budget), burst)} <b>${amount(Math.floor(retry.budget))}</b> of ${amount(burst)} in the budget</p>`;
}
