import { html } from 'hono/html';
import type { Markup } from './markup.ts';

interface Drawn {
  /** What it shows, in a sentence: what whoever cannot see it reads. */
  readonly says: string;
  /** Oldest first, at equal distances; null where there is nothing to say. */
  readonly values: readonly (number | null)[];
  /** Where the axis ends: it stands still, and what is higher touches its end. */
  readonly most: number;
  /** Where something happened, from 0 (oldest) to 1, and whether something began. */
  readonly marks: readonly { readonly at: number; readonly began: boolean }[];
}

const WIDTH = 240;
const HEIGHT = 32;

/** A line of values on a fixed axis. */
export function sparkline({ says, values, most, marks }: Drawn): Markup {
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.flatMap((value, i) =>
    value === null ? [] : [`${(i * step).toFixed(1)},${(HEIGHT - (HEIGHT * Math.min(value, most)) / most).toFixed(1)}`],
  );
  const lines = marks.map(({ at, began }) => {
    const x = (at * WIDTH).toFixed(1);
    return html`<line class="${began ? 'began' : 'ended'}" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}" />`;
  });
  return html`<svg class="sparkline" viewBox="0 -1 ${WIDTH} ${HEIGHT + 2}" role="img" aria-label="${says}" preserveAspectRatio="none"><line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}" />${lines}<polyline points="${points.join(' ')}" /></svg>`;
}
