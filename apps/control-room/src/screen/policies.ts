import type { Pattern } from '@watertight/contracts/ops';
import { html } from 'hono/html';
import type { WatchedPipeline, WatchedService } from '../watch-services.ts';
import { breakerRow } from './breaker.ts';
import { cardId, serviceId } from './ids.ts';
import { limitRow } from './limit.ts';
import { amount, type Markup, stateWord } from './markup.ts';
import { budgetRow, seatRow } from './seats.ts';

/** Whom one service calls, a card for each policy; all rows stand in all cards, so that each keeps its place. */
export function servicePolicies(service: WatchedService): Markup {
  const { name, word, pipelines, toldAt } = service;
  const isOld = word === 'silent';
  const cards = pipelines.map(pipeline => card(name, pipeline, isOld));
  return html`<section class="service" id="${serviceId(name)}" aria-labelledby="${serviceId(name)}-name" data-word="${word}">
    <div class="service-head">
      <h3 id="${serviceId(name)}-name">${name}</h3>
      <p>${stateWord(word)} ${isOld ? lastWord(toldAt, cards.length) : cards.length === 0 ? 'calls nobody' : ''}</p>
      ${cards.length > 0 && html`<form method="post" action="/services/${name}/reset"><button>Make all new<span class="unseen"> in ${name}</span></button></form>`}
    </div>
    <div class="cards">${cards}</div>
  </section>`;
}

function lastWord(toldAt: string | null, policies: number): Markup | string {
  if (toldAt === null) return 'no word so far';
  const at = html`<time datetime="${toldAt}">${toldAt.slice(11, 19)} UTC</time>`;
  return policies === 0 ? html`last heard of at ${at}` : html`what stands here is as it was last known, at ${at}`;
}

function card(service: string, pipeline: WatchedPipeline, isOld: boolean): Markup {
  const { name } = pipeline;
  return html`<article class="policy" id="${cardId(service, name)}" aria-label="${service} → ${name}" data-state="${isOld ? 'silent' : frameOf(pipeline)}">
    <h4>${name} ${isOld && lastKnown}</h4>
    ${policyBody(pipeline, isOld)} ${switchRow(service, pipeline)}
  </article>`;
}

export const lastKnown = html`<span class="state" data-state="silent">last known</span>`;

/** All numbers of a policy, each in its place. */
export function policyBody(pipeline: WatchedPipeline, isOld: boolean): Markup {
  return html`<dl class="patterns">
      <div class="breaker"><dt>Breaker</dt><dd>${breakerRow(pipeline, isOld)}</dd></div>
      <div class="bulkhead"><dt>Bulkhead</dt><dd>${seatRow(pipeline)}</dd></div>
      <div class="retry"><dt>Retry</dt><dd>${budgetRow(pipeline)}</dd></div>
      <div class="timeout"><dt>Timeout</dt><dd>${limitRow(pipeline)}</dd></div>
    </dl>
    ${outcomes(pipeline)}`;
}

/** What a card is to be recognised by from afar. */
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

/** A form each, which says where to: pressed twice it comes to the same. */
function switchRow(service: string, { name, switches }: WatchedPipeline): Markup {
  const address = `/policies/${service}/${encodeURIComponent(name.toWellFormed())}`;
  const each = Object.entries(switches) as [Pattern, boolean][];
  const all = each.map(
    ([pattern, on]) =>
      html`<form method="post" action="${address}/${pattern}/${on ? 'off' : 'on'}"><button role="switch" aria-checked="${String(on)}">${pattern} <span aria-hidden="true">${on ? 'on' : 'off'}</span><span class="unseen"> of ${service} → ${name}</span></button></form>`,
  );
  return html`<div class="switches" role="group" aria-label="Patterns of ${service} → ${name}">${all}</div>`;
}
