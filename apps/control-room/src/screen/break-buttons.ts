import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { type Markup } from './markup.ts';
import { verbs } from './processes.ts';

/** The most common faults by what they break; the service's own page has all kinds. */
const groups = {
  answers: [
    ['slow', 'slow'],
    ['hang', 'hang'],
    ['error', 'error'],
    ['garbage', 'garbage'],
  ],
  network: [
    ['lose-request', 'drop connections'],
    ['lose-response', 'lose answer'],
  ],
} as const;

const durations = [
  ['10 s', 10],
  ['30 s', 30],
  ['2 min', 120],
  ['10 min', 600],
] as const;

/** The options of a choice of durations, 30 s unless another is chosen. */
export const durationOptions = (): Markup[] =>
  durations.map(
    ([label, seconds]) =>
      html`<option value="${seconds * SECOND}"${label === '30 s' ? html` selected` : ''}>${label}</option>`,
  );

/** The buttons that break a process or a service, in groups. A database has its process only. */
export function breakButtons(name: string, { processes, services }: State): Markup {
  const process = processes?.list.find(each => each.name === name);
  const isService = services.some(each => each.name === name);
  const group = (title: string, buttons: unknown) => html`<div class="group"><span>${title}</span> ${buttons}</div>`;
  const faults = Object.entries(groups).map(([title, kinds]) =>
    group(
      title,
      kinds.map(
        ([kind, label]) => html`<button name="kind" value="${kind}" aria-label="${label}, ${name}">${label}</button>`,
      ),
    ),
  );
  return html`<div class="break-it" role="group" aria-label="Break ${name}">
    ${process && group('process', verbs(process))}
    ${
      isService &&
      html`<form method="post" action="/faults"><input type="hidden" name="service" value="${name}" />${faults}
      <p class="group"><label><span>for</span> <select name="forMs">${durationOptions()}</select></label> <a href="/services/${name}">all of ${name}</a></p></form>`
    }
  </div>`;
}
