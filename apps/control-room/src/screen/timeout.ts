import { html } from 'hono/html';
import type { WatchedPipeline } from '../watch-services.ts';
import { histogram } from './histogram.ts';
import { amount, type Markup, stateLabel } from './markup.ts';

type Snapshot = NonNullable<WatchedPipeline['timeout']>;

/** The limit in force, its source, and a histogram of what attempts took. */
export function timeoutRow({ timeout, switches, numbers }: WatchedPipeline): Markup {
  if (timeout === undefined) return html`<p>none: an attempt has no limit</p>`;
  const bars = timeout.histogram;
  return html`<p>${switches.timeout === false && stateLabel('off')} <b>${amount(timeout.limitMs)} ms</b> ${sourceOf(timeout, numbers)}${cutOffNote(timeout)}</p>
    ${bars === undefined ? '' : histogram({ ...timeout, bars, longestMs: Number(numbers['maxMs'] ?? timeout.limitMs) })}`;
}

/** What the samples do not show: how many attempts were cut off, and that some get the ceiling to explore. */
function cutOffNote({ cutOff = 0, samples = 0, isExploring }: Snapshot): Markup | '' {
  if (cutOff === 0) return '';
  return html`, ${amount((100 * cutOff) / (samples + cutOff))} % cut off${isExploring === true && ': one attempt in five explores up to the ceiling'}`;
}

function sourceOf(
  { limitMs, p99Ms, samples = 0, cutOff = 0, histogram }: Snapshot,
  numbers: WatchedPipeline['numbers'],
): Markup {
  if (histogram === undefined) return html`fixed`;
  const [times, least, most, needed] = ['p99Times', 'minMs', 'maxMs', 'samplesNeeded'].map(key =>
    Number(numbers[key] ?? 0),
  ) as [number, number, number, number];
  const range = html`(${amount(least)} to ${amount(most)})`;
  if (p99Ms == null || samples + cutOff < needed)
    return html`until measured: ${amount(samples + cutOff)} of ${amount(needed)} attempts ${range}`;
  const measured = html`${amount(times)} × p99 ${amount(p99Ms)} ms ${range}`;
  return p99Ms * times === limitMs
    ? html`= ${measured}`
    : html`the ${limitMs === least ? 'floor' : 'ceiling'}: ${measured}`;
}
