import type { Pattern } from '@watertight/contracts/ops';
import { html } from 'hono/html';
import type { WatchedPipeline, WatchedService } from '../watch-services.ts';
import { breakerRow } from './breaker.ts';
import { gauge, perMark } from './gauge.ts';
import { amount, type Markup, stateLabel, switchButton } from './markup.ts';
import { timeoutRow } from './timeout.ts';

/** The id of the section with a service's policies. */
export function serviceId(service: string): string {
  return `policies-of-${service}`;
}

/** The id of a policy's card. A name from the wire may hold anything; an id holds no blank. */
export function cardId(service: string, policy: string): string {
  return `${service}.${encodeURIComponent(policy.toWellFormed())}`;
}

/** The calls of one service, a card for each policy; every card has every row, so that none of them moves. */
export function servicePolicies(service: WatchedService): Markup {
  const { name, status, pipelines, reportedAt } = service;
  const isOld = status === 'silent';
  const cards = pipelines.map(pipeline => card(name, pipeline, isOld));
  return html`<section class="service" id="${serviceId(name)}" aria-labelledby="${serviceId(name)}-name" data-status="${status}">
    <div class="service-head">
      <h3 id="${serviceId(name)}-name"><a href="/services/${name}">${name}</a></h3>
      <p>${stateLabel(status)} ${isOld ? lastReport(reportedAt, cards.length) : cards.length === 0 ? 'calls no service' : ''}</p>
      ${cards.length > 0 && html`<form method="post" action="/services/${name}/reset"><button>Restart patterns<span class="unseen"> in ${name}</span></button></form>`}
    </div>
    <div class="cards">${cards}</div>
  </section>`;
}

function lastReport(reportedAt: string | null, policies: number): Markup | string {
  if (reportedAt === null) return 'has not reported yet';
  const at = html`<time datetime="${reportedAt}">${reportedAt.slice(11, 19)} UTC</time>`;
  return policies === 0 ? html`last report at ${at}` : html`shown is its last report, of ${at}`;
}

function card(service: string, pipeline: WatchedPipeline, isOld: boolean): Markup {
  const { name } = pipeline;
  return html`<article class="policy" id="${cardId(service, name)}" aria-label="${service} → ${name}" data-state="${isOld ? 'silent' : frameOf(pipeline)}">
    <h4>${name} ${isOld && lastKnown}</h4>
    ${policyBody(pipeline, isOld)} ${switchRow(service, pipeline)}
  </article>`;
}

export const lastKnown = html`<span class="state" data-state="silent">last known</span>`;

/** All numbers of a policy. */
export function policyBody(pipeline: WatchedPipeline, isOld: boolean): Markup {
  return html`<dl class="patterns">
      <div class="breaker"><dt class="unseen">Breaker</dt><dd>${breakerRow(pipeline, isOld)}</dd></div>
      <div class="bulkhead"><dt>Bulkhead</dt><dd>${bulkheadRow(pipeline)}</dd></div>
      <div class="retry"><dt>Retry</dt><dd>${retryRow(pipeline)}</dd></div>
      <div class="timeout"><dt>Timeout</dt><dd>${timeoutRow(pipeline)}</dd></div>
    </dl>
    ${outcomes(pipeline)}`;
}

/** The permits of a bulkhead, and the calls that wait for one. */
function bulkheadRow({ bulkhead, switches, numbers }: WatchedPipeline): Markup {
  if (bulkhead === undefined) return html`<p>none: any number of calls at once</p>`;
  const { running, waiting, limit, abandoned } = bulkhead;
  const per = perMark(limit);
  const isOff = switches.bulkhead === false;
  return html`<p>${isOff && stateLabel('off')} <b>${amount(running)}</b> of ${amount(limit)}${isOff ? ' shared' : ' in use'}, <b>${amount(waiting)}</b> of ${amount(Number(numbers['waiting'] ?? 0))} queued${abandoned > 0 && html`, <b>${amount(abandoned)}</b> abandoned`}</p>
    <p>${gauge(running, limit)}${per > 1 && html` <small>${amount(per)} a mark</small>`}</p>`;
}

/** The budget of retries, which bounds the load they add. */
function retryRow({ retry, switches, numbers }: WatchedPipeline): Markup {
  if (retry === undefined) return html`<p>none: one attempt a call</p>`;
  const burst = Number(numbers['burst'] ?? 0);
  return html`<p>${switches.retry === false && stateLabel('off')} ${gauge(Math.floor(retry.budget), burst)} <b>${amount(Math.floor(retry.budget))}</b> of ${amount(burst)} in the budget</p>`;
}

/** The state that the frame of a card shows. */
function frameOf({ breaker, switches }: WatchedPipeline): string {
  if (breaker !== undefined && breaker.state !== 'closed' && switches.breaker !== false) return breaker.state;
  return Object.values(switches).includes(false) ? 'off' : 'calm';
}

const outcomeNames = {
  calls: 'calls',
  ok: 'ok',
  retriedOk: 'ok, retried',
  fallback: 'fallback',
  failed: 'failed',
  refused: 'refused',
  ignored: 'ignored',
  timedOut: 'timed out',
} as const;

function outcomes({ counts }: WatchedPipeline): Markup {
  const each = Object.entries(outcomeNames) as [keyof typeof outcomeNames, string][];
  return html`<dl class="outcomes">${each.map(([key, name]) => html`<div><dt>${name}</dt><dd>${amount(counts[key])}</dd></div>`)}</dl>`;
}

/** A form for each pattern. It names the new position, so pressing it twice has the effect of once. */
function switchRow(service: string, { name, switches }: WatchedPipeline): Markup {
  const address = `/policies/${service}/${encodeURIComponent(name.toWellFormed())}`;
  const each = Object.entries(switches) as [Pattern, boolean][];
  const all = each.map(
    ([pattern, on]) =>
      html`<form method="post" action="${address}/${pattern}/${on ? 'off' : 'on'}">${switchButton(pattern, on ? 'on' : 'off', `of ${service} → ${name}`)}</form>`,
  );
  return html`<div class="switches" role="group" aria-label="Patterns of ${service} → ${name}">${all}</div>`;
}
