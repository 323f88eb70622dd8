import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { WatchedPipeline } from '../watch-services.ts';
import { edgeOf } from './edges.ts';
import { amount, type Markup, stateLabel } from './markup.ts';
import { breakButtons } from './break-buttons.ts';
import { lastKnown, policyBody } from './policy-cards.ts';
import { putAside } from './put-aside.ts';
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
    html`${service} → ${pipeline.service}`,
    html`<p class="beside"><span>as</span> ${beside.map(({ name }) => policyLink(service, name, name === policy))}</p>
      <article class="policy" aria-label="selected: ${service} → ${pipeline.name}">${isOld && html`<h3>${pipeline.name} ${lastKnown}</h3>`}
        ${policyBody(pipeline, isOld)}</article>
      ${breakButtons(pipeline.service, state)}`,
  );
}

function serviceSection(state: State, service: string): Markup {
  const calls = state.services.flatMap(({ name, pipelines }) =>
    pipelines.map(pipeline => ({ caller: name, pipeline })),
  );
  return section(
    html`${service} ${stateLabel(nodeStatus(service, state))}`,
    html`${service === 'checkout' && putAside(state)}${callTable(
      'Called',
      calls.filter(({ pipeline }) => pipeline.service === service),
    )}
      ${callTable(
        'Calls',
        calls.filter(({ caller }) => caller === service),
      )}
      ${breakButtons(service, state)}`,
  );
}

interface Call {
  readonly caller: string;
  readonly pipeline: WatchedPipeline;
}

function callTable(title: string, calls: readonly Call[]): Markup {
  if (calls.length === 0) return html``;
  const rows = calls.map(
    ({ caller, pipeline: { name, perSecond, breaker } }) =>
      html`<tr><th scope="row">${caller} → ${policyLink(caller, name, false)}</th><td class="number">${amount(perSecond)}/s</td><td>${breaker === undefined ? 'no breaker' : stateLabel(breaker.state)}</td></tr>`,
  );
  return html`<table class="calls"><caption>${title}</caption><tbody>${rows}</tbody></table>`;
}

/** Of a database the process is known, and no report. */
function nodeStatus(name: string, state: State): string {
  const process = state.processes?.list.find(each => each.name === name);
  if (state.services.some(each => each.name === name) || process === undefined) return statusOf(name, state).status;
  return process.state !== 'running' ? process.state : process.ready ? 'ready' : 'not ready';
}

function section(title: Markup, body: Markup): Markup {
  return html`<section id="selected" class="panel" aria-labelledby="selected-title"><h2 id="selected-title">${title}</h2>${body}</section>`;
}

function policyLink(service: string, name: string, isHere: boolean): Markup {
  return html`<a href="/?at=${service}.${encodeURIComponent(name.toWellFormed())}"${isHere && html` aria-current="true"`}>${name}</a> `;
}
