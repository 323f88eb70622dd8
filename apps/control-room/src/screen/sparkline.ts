import { html } from 'hono/html';
import type { Markup } from './markup.ts';

interface Drawn {
  /** What it shows, for readers who cannot see it. */
  readonly label: string;
  /** Oldest first, at equal distances; null where there is no value. */
  readonly values: readonly (number | null)[];
  /** The fixed end of the axis; higher values are drawn there. */
  readonly most: number;
  /** When a fault began or ended, from 0 (oldest) to 1. */
  readonly marks: readonly { readonly at: number; readonly began: boolean }[];
}

const WIDTH = 240;
const HEIGHT = 32;

/** A line of values on a fixed axis. */
export function sparkline({ label, values, most, marks }: Drawn): Markup {
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.flatMap((value, i) =>
    value === null ? [] : [`${(i * step).toFixed(1)},${(HEIGHT - (HEIGHT * Math.min(value, most)) / most).toFixed(1)}`],
  );
  const lines = marks.map(({ at, began }) => {
    const x = (at * WIDTH).toFixed(1);
    return html`<line class="${began ? 'began' : 'ended'}" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}" />`;
  });
  return html`<svg class="sparkline" viewBox="0 -1 ${WIDTH} ${HEIGHT + 2}" role="img" aria-label="${label}" preserveAspectRatio="none"><line class="axis" x1="0" x2="${WIDTH}" y1="${HEIGHT}" y2="${HEIGHT}" />${lines}<polyline points="${points.join(' ')}" /></svg>`;
}
