import { callAttribute } from '@watertight/resilience';
import { attribute } from '@watertight/service-kit';
import { html } from 'hono/html';
import type { Span } from '@watertight/trace-store';
import { amount, type Markup } from './markup.ts';

const WIDTH = 1000;
const HEIGHT = 12;
/** A shorter bar could not be seen. */
const LEAST = 3;
const CLIENT = 3;

/** Draws a time span as x and width. */
type Scale = (span: Pick<Span, 'startUs' | 'durationUs'>) => { x: number; width: number };

/**
 * A trace as bars over one time axis, children below their parents: a list, so that it can be read without the bars.
 *
 * All attempts of a call are on its own row, with each backoff as a hatched gap between two of them.
 */
export function waterfall(spans: readonly Span[]): Markup {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined || !known.has(parentSpanId));
  const startUs = Math.min(...spans.map(span => span.startUs));
  const allUs = Math.max(1, ...spans.map(span => span.startUs + span.durationUs - startUs));
  const scale: Scale = span => ({
    x: ((span.startUs - startUs) / allUs) * WIDTH,
    width: Math.max(LEAST, (span.durationUs / allUs) * WIDTH),
  });
  const byParent = Map.groupBy(spans, span => span.parentSpanId);
  // Each span is drawn once: two spans with one id would otherwise make a circle.
  const take: Take = ({ spanId }) => {
    const children = byParent.get(spanId) ?? [];
    byParent.delete(spanId);
    return children;
  };
  const item = (span: Span): Markup => {
    const { ownBars, rest } = split(span, take);
    return html`<li>${row(span, ownBars, startUs, scale)}${below(rest)}</li>`;
  };
  const below = (some: readonly Span[]): Markup => html`<ol>${some.map(item)}</ol>`;
  return html`<div class="waterfall">${below(roots)}</div>`;
}

/** The children of a span, once. */
type Take = (span: Span) => readonly Span[];

const isCall = ({ name }: Span) => name.startsWith('call ');
const isAttempt = ({ kind }: Span) => kind === CLIENT;
const isBackoff = ({ name }: Span) => name === 'backoff';
const isRefusal = ({ name }: Span) => name.startsWith('refused: ');
const isOwnBar = (span: Span) => isAttempt(span) || isBackoff(span) || isRefusal(span);

/** Divides the children of a call: its attempts, backoffs and refusals are bars of its own row, the others have rows below it. */
function split(span: Span, take: Take): { ownBars: readonly Span[]; rest: readonly Span[] } {
  const children = take(span);
  if (!isCall(span)) return { ownBars: [], rest: children };
  const rest = children.flatMap(child => (isAttempt(child) ? take(child) : isOwnBar(child) ? [] : [child]));
  return { ownBars: children.filter(isOwnBar), rest };
}

function row(span: Span, ownBars: readonly Span[], startUs: number, scale: Scale): Markup {
  const { service, name, durationUs, failed, attributes } = span;
  const outcome = attributes[callAttribute.outcome];
  const notes = [
    ...ownBars.filter(isAttempt).flatMap((attempt, i, all) => attemptNote(attempt, i + 1, all.length)),
    ...ownBars.filter(isRefusal).map(refusal => `◆ ${refusal.name}`),
    ...(outcome === undefined || outcome === 'ok' ? [] : [String(outcome).replace('_', ' ')]),
    ...(attributes[attribute.idempotency] === 'replayed' ? ['↺ replayed'] : []),
    ...(failed && attributes['error.type'] !== undefined ? [String(attributes['error.type'])] : []),
  ];
  const bars = ownBars.length > 0 ? ownBars.map(each => bar(each, scale)) : bar(span, scale);
  return html`<details><summary><span class="named"><b>${service}</b> ${name}</span> <svg class="bar" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${frame(outcome, span, scale)}${bars}</svg>
    <span class="number">${ms(durationUs)} ms</span> <span class="notes">${failed && html`<span class="state" data-state="crashed">failed</span> `}${notes.join(' · ')}</span></summary>
    <dl><dt>began after</dt><dd>${ms(span.startUs - startUs)} ms</dd>${Object.entries(attributes).map(([key, value]) => html`<dt>${key}</dt><dd>${String(value)}</dd>`)}</dl></details>`;
}

/** A call that was answered by a fallback has an outline around all its attempts. */
function frame(outcome: unknown, span: Span, scale: Scale): Markup | '' {
  if (outcome !== 'fallback') return '';
  const { x, width } = scale(span);
  return html`<rect class="instead" x="${x.toFixed(1)}" y="0.5" width="${width.toFixed(1)}" height="${HEIGHT - 1}" />`;
}

function bar(span: Span, scale: Scale): Markup {
  const { x, width } = scale(span);
  const kind = isBackoff(span) ? 'backoff' : isRefusal(span) ? 'refused' : span.failed ? 'failed' : 'done';
  const [y, height] = kind === 'backoff' ? [4.5, 3] : [2, HEIGHT - 4];
  return html`<rect class="${kind}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${height}" />`;
}

/** Names the result of an attempt, unless it is the only one and succeeded. */
function attemptNote({ failed, attributes }: Span, number: number, of: number): string[] {
  if (!failed) return of === 1 ? [] : [`attempt ${number} ok`];
  const why = String(attributes['error.type'] ?? 'failed');
  return [`attempt ${number} ${/timeout|abort/i.test(why) ? `✂ ${why}` : why}`];
}

const ms = (us: number) => amount(us / 1000);
