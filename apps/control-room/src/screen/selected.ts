import { html } from 'hono/html';
import type { State } from '../state.ts';
import { edgeOf } from './edges.ts';
import { type Markup, stateLabel } from './markup.ts';
import { lastKnown, policyBody } from './policy-cards.ts';
import { verbs } from './processes.ts';
import { statusOf } from './status.ts';

/** What the right side shows: a service, or one of its policies. */
export interface Selection {
  readonly service: string;
  readonly policy: string | undefined;
}

const initial: Selection = { service: 'storefront', policy: 'checkout' };
const FORM = /^([a-z][a-z0-9-]{0,39})(?:\.([A-Za-z][\w-]{0,79}))?$/;

/** `search`, `storefront.search`; anything else is the initial selection. */
export function selectionOf(at: unknown): Selection {
  const [, service, policy] = FORM.exec(typeof at === 'string' ? at : '') ?? [];
  return service === undefined ? initial : { service, policy };
}

export const nameOf = ({ service, policy }: Selection) => (policy === undefined ? service : `${service}.${policy}`);

/** The selected service or policy, with the buttons that break it. A live section. */
export function selected(state: State, { service, policy }: Selection): Markup {
  const watched = state.services.find(({ name }) => name === service);
  const pipeline = watched?.pipelines.find(({ name }) => name === policy);
  if (watched === undefined || pipeline === undefined) return serviceSection(state, service);
  const isOld = watched.status === 'silent';
  const beside = edgeOf(state.services, service, pipeline.service).policies;
  return section(
    `${service} → ${pipeline.service}`,
    html`<p class="beside">${beside.map(({ name }) => policyLink(service, name, name === policy))}</p>
      <article class="policy" aria-label="selected: ${service} → ${pipeline.name}"><h3>${pipeline.name} ${isOld && lastKnown}</h3>
        ${policyBody(pipeline, isOld)}</article>
      ${breakButtons(pipeline.service, state)}`,
  );
}

function serviceSection(state: State, service: string): Markup {
  const calls = state.services.find(({ name }) => name === service)?.pipelines ?? [];
  return section(
    service,
    html`<p>${stateLabel(statusOf(service, state).status)}</p>
      <p class="beside">${calls.length === 0 ? 'calls no service' : html`calls as ${calls.map(({ name }) => policyLink(service, name, false))}`}</p>
      ${breakButtons(service, state)}`,
  );
}

function section(title: string, body: Markup): Markup {
  return html`<section id="selected" aria-labelledby="selected-title"><h2 id="selected-title">${title}</h2>${body}</section>`;
}

function policyLink(service: string, name: string, isHere: boolean): Markup {
  return html`<a href="/?at=${service}.${encodeURIComponent(name.toWellFormed())}"${isHere && html` aria-current="true"`}>${name}</a> `;
}

const kinds = [
  ['hang', 'hang'],
  ['slow', 'slow'],
  ['error', 'error'],
  ['lose-request', 'reset'],
  ['lose-response', 'lose response'],
] as const;
const FOR_MS = 30_000;

/** The most common faults; the form further down has all kinds. */
function breakButtons(service: string, { processes }: State): Markup {
  const process = processes?.list.find(({ name }) => name === service);
  const faults = kinds.map(
    ([kind, label]) =>
      html`<button name="kind" value="${kind}" aria-label="${label} ${service} for 30 s">${label}</button>`,
  );
  return html`<div class="break-it" role="group" aria-label="Break ${service}"><b>${service}</b> ${process && verbs(process)}
    <form method="post" action="/faults"><input type="hidden" name="service" value="${service}" /><input type="hidden" name="forMs" value="${FOR_MS}" />${faults} <small>for 30 s</small></form></div>`;
}
