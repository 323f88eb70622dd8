import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import { amount, type Markup } from './markup.ts';

interface Drawn {
  bars: readonly { belowMs: number; count: number }[];
  samples?: number | undefined;
  p99Ms?: number | null | undefined;
  limitMs: number;
  /** The policy's ceiling: the end of the axis. */
  longestMs: number;
}

const WIDTH = 240;
const HEIGHT = 40;
/** The axis begins at 1 ms; faster attempts are in its first bar. */
const FIRST_BAR_BELOW_MS = Math.SQRT2;

/**
 * What attempts of the last minute took, and their limit.
 *
 * The axes are fixed: from 1 ms to the policy's ceiling, two bars to a doubling, and from none to all of the samples.
 */
export function histogram({ bars, samples = 0, p99Ms, limitMs, longestMs }: Drawn): Markup {
  const steps = Math.max(2, Math.ceil(2 * Math.log2(longestMs)));
  const barWidth = WIDTH / steps;
  const placeOf = (ms: number) => Math.min(WIDTH, Math.max(0, 2 * Math.log2(ms) * barWidth));
  const drawn = bars.map(({ belowMs, count }) => {
    const right = placeOf(Math.max(belowMs, FIRST_BAR_BELOW_MS));
    const height = Math.max(1.5, (HEIGHT * count) / Math.max(1, samples));
    return html`<rect class="full" x="${(right - barWidth + 0.5).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${(barWidth - 1).toFixed(1)}" height="${height.toFixed(1)}" />`;
  });
  const line = (name: string, ms: number) =>
    html`<line class="${name}" x1="${placeOf(ms).toFixed(1)}" x2="${placeOf(ms).toFixed(1)}" y1="0" y2="${HEIGHT + 4}" />`;
  return html`<figure><svg class="histogram" viewBox="-1 0 ${WIDTH + 2} ${HEIGHT + 4}" aria-hidden="true">
      <line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}" />${drawn}
      ${p99Ms == null ? '' : line('p99', p99Ms)}${line('limit', limitMs)}</svg>
    <figcaption><span>1 ms</span> <span>${amount(samples)} in a minute, ┊ p99 ┃ limit</span> <span>${axisEnd(longestMs)}</span></figcaption></figure>`;
}

function axisEnd(ms: number): string {
  return ms >= SECOND ? `${amount(ms / SECOND)} s` : `${amount(ms)} ms`;
}
