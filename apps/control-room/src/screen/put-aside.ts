import { html } from 'hono/html';
import type { State } from '../state.ts';
import { amount, type Markup } from './markup.ts';

/** How many events are put aside, as far as a service that answers says so. */
export function putAsideNow({ services }: State): number {
  return services.find(({ backlog, status }) => backlog !== undefined && status !== 'silent')?.backlog?.putAside ?? 0;
}

/** Says that events are no longer sent, with the button that sends them again; nothing while there are none. */
export function putAside(state: State): Markup {
  const events = putAsideNow(state);
  if (events === 0) return html``;
  const [are, whose] = events === 1 ? ['event is', 'Its consumer'] : ['events are', 'Their consumers'];
  return html`<form class="put-aside" method="post" action="/outbox/send-again"><p><span class="state" data-state="crashed"><b>${amount(events)}</b> ${are} put aside.</span> ${whose} failed each time.
    <button>Send again</button></p></form>`;
}
