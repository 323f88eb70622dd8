import { SECOND } from '@watertight/resilience';
import type { CallReport } from '@watertight/service-kit';
import { html } from 'hono/html';
import { config } from '../config.ts';
import { policies, type PolicyName } from '../policies.ts';
import { age, counted } from './format.ts';
import { type Html, stateSince, type Section } from './section.ts';
import type { Visit } from './visit.ts';

/** The policies under which the content of a section is requested. */
const policiesOfSection: Record<string, readonly PolicyName[]> = {
  account: ['account'],
  basket: ['basketBadge'],
  product: ['search'],
  results: ['search'],
  stock: ['stock'],
  recommendations: ['recommendations', 'tiles'],
  comments: ['comments', 'postComment'],
  contents: ['checkout'],
  checkout: ['checkout', 'pay'],
  order: ['checkout', 'profile'],
  store: ['checkout'],
  stores: ['checkout'],
  customer: ['profile'],
};

/** What the section shows instead, by its state. */
const servedInstead = {
  stale: 'Served instead: its last known copy',
  substitute: 'Served instead: our bestsellers, as we knew them last',
  unavailable: 'Served instead: this sentence',
};

/** In one word what the section shows, by its state. */
const shown = { ok: 'ok', stale: 'last known copy', substitute: 'bestsellers instead', unavailable: 'unavailable' };

/** Folded at first: two sections of the header have one line of space. */
const inHeader = ['account', 'basket'];

/** Returns what adds X-ray to a section; undefined if it is off. */
export function xrayOf(visit: Visit): ((section: Section) => Html) | undefined {
  const { calls, traceId } = visit;
  if (calls === undefined) return undefined;
  const trace = traceId === undefined ? '' : html` · ${traceLink(traceId, 'trace')}`;
  const why = traceId === undefined ? '' : html` · ${traceLink(traceId, 'why?')}`;
  return section => xray(section, calls, { trace, why });
}

/** The service that was called, the result, and what is shown instead. Names and numbers, nothing of the visitor. */
function xray(
  { id, state }: Section,
  calls: readonly CallReport[],
  { trace, why }: Record<'trace' | 'why', Html | ''>,
): Html {
  const since = stateSince(id);
  const asked = calls.filter(({ policy }) => policiesOfSection[id]?.includes(policy as PolicyName));
  const link = state === 'unavailable' ? '' : trace; // an unavailable section links to it as `why?`
  return html`<aside class="xray soft" aria-label="X-ray: ${id}"><details${!inHeader.includes(id) && html` open`}>
<summary>X-ray: ${summaryOf(state, asked)}</summary>
${state === 'unavailable' && html`<p>${describeNextCall(asked)}${why}</p>`}
${asked.length === 0 ? html`<p>${id}: no service was called${link}</p>` : html`<ul>${asked.map((call, i) => callLine(call, i === asked.length - 1 ? link : ''))}</ul>`}
${state !== 'ok' && html`<p>${servedInstead[state]}, since <time datetime="${new Date(since).toISOString()}">${age(Date.now() - since)}</time></p>`}
</details></aside>`;
}

/** `ok, 51 ms`: what the section shows, and how long the slowest of its calls took. */
function summaryOf(state: Section['state'], asked: readonly CallReport[]): string {
  if (asked.length === 0) return `${shown[state]}, no call`;
  if (asked.every(({ attempts }) => attempts === 0)) return `${shown[state]}, not asked`;
  return `${shown[state]}, ${Math.round(Math.max(...asked.map(({ tookMs }) => tookMs)))} ms`;
}

/** The time until an open breaker lets a call through; without one the next page calls. */
function describeNextCall(asked: readonly CallReport[]): string {
  const retryInMs = Math.max(0, ...asked.map(each => each.retryInMs));
  return retryInMs > 0 ? `asked again in ${seconds(retryInMs)}` : 'asked again by the next page';
}

/** `recommendations as recommendations: 1 attempt, 251 ms (limit 250 ms), failed: no answer; breaker closed` */
function callLine(call: CallReport, link: Html | ''): Html {
  const { policy, breakerState, retryInMs } = call;
  const rest = retryInMs > 0 ? `, ${seconds(retryInMs)} left` : '';
  return html`<li><b>${policies[policy as PolicyName].service}</b> as <b>${policy}</b>: ${describeOutcome(call)}${breakerState !== undefined && `; breaker ${breakerState}${rest}`}${link}</li>`;
}

function describeOutcome(call: CallReport): string {
  const { outcome, attempts, refusal, tookMs, timeoutLimitMs, result, lastAttempt } = call;
  const refused = refusal === undefined ? '' : refusal.replaceAll('_', ' ');
  if (attempts === 0) return `not asked${refused && `, ${refused}`}${describeLast(lastAttempt)}`;
  const limit = Number.isFinite(timeoutLimitMs) ? ` (limit ${Math.round(timeoutLimitMs)} ms)` : '';
  const words = outcomeWords[outcome] + (outcome === 'fallback' || outcome === 'failed' ? `: ${result}` : '');
  return `${counted(attempts, 'attempt')}, ${Math.round(tookMs)} ms${limit}, ${words}${refused && `, then ${refused}`}`;
}

/** While a breaker is open, only the latest attempt tells a dead service from a hung one. */
function describeLast(last: CallReport['lastAttempt']): string {
  return last === undefined
    ? ''
    : `; last asked ${seconds(last.agoMs)} ago: ${Math.round(last.tookMs)} ms, ${last.result}`;
}

const outcomeWords: Record<CallReport['outcome'], string> = {
  ok: 'ok',
  retried_ok: 'ok after a retry',
  fallback: 'failed',
  failed: 'failed',
  refused: 'not answered',
  ignored: 'given up',
};

const seconds = (ms: number) => `${Math.ceil(ms / SECOND)} s`;

/** A link to the trace if traces can be read, else only the text. */
export function traceLink(traceId: string, words: Html | string): Html {
  if (config.traceUrl === null) return html`<span title="${traceId}">${words}</span>`;
  return html`<a href="${config.traceUrl.replaceAll('{traceId}', traceId)}">${words}</a>`;
}
