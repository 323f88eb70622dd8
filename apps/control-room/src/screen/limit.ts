import { html } from 'hono/html';
import type { WatchedPipeline } from '../watch-services.ts';
import { histogram } from './histogram.ts';
import { amount, type Markup, stateWord } from './markup.ts';

type Snapshot = NonNullable<WatchedPipeline['timeout']>;

/** The limit in force, where it comes from, and what attempts took beside it. */
export function limitRow({ timeout, switches, numbers }: WatchedPipeline): Markup {
  if (timeout === undefined) return html`<p>none: an attempt takes as long as it takes</p>`;
  const bars = timeout.histogram;
  return html`<p>${switches.timeout === false && stateWord('off')} <b>${amount(timeout.limitMs)} ms</b> ${whence(timeout, numbers)}</p>
    ${bars === undefined ? '' : histogram({ ...timeout, bars, longestMs: Number(numbers['maxMs'] ?? timeout.limitMs) })}`;
}

function whence({ limitMs, p99Ms, samples = 0, histogram }: Snapshot, numbers: WatchedPipeline['numbers']): Markup {
  if (histogram === undefined) return html`fixed`;
  const [times, least, most, needed] = ['p99Times', 'minMs', 'maxMs', 'samplesNeeded'].map(key =>
    Number(numbers[key] ?? 0),
  ) as [number, number, number, number];
  const range = html`(${amount(least)} to ${amount(most)})`;
  if (p99Ms == null || samples < needed)
    return html`until measured: ${amount(samples)} of ${amount(needed)} samples ${range}`;
  const measured = html`${amount(times)} × p99 ${amount(p99Ms)} ms ${range}`;
  return p99Ms * times === limitMs
    ? html`= ${measured}`
    : html`the ${limitMs === least ? 'floor' : 'ceiling'}: ${measured}`;
}
