import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/** When a fault began or ended, from 0 (oldest) to 1. */
export interface ChartMark {
  readonly at: number;
  readonly began: boolean;
}

interface Chart {
  /** What it shows, for readers who cannot see it. */
  readonly label: string;
  /** The fixed end of the axis; higher values are drawn there. */
  readonly most: number;
  readonly marks: readonly ChartMark[];
}

const WIDTH = 240;
const HEIGHT = 60;

/** One area on top of the other, each with a class of its own: how the pages of a second divide. Oldest first. */
export function stackedChart(
  { label, most, marks }: Chart,
  layers: readonly { readonly name: string; readonly values: readonly number[] }[],
): Markup {
  const count = layers[0]?.values.length ?? 0;
  let floor: readonly number[] = Array.from({ length: count }, () => 0);
  const areas = layers.map(({ name, values }) => {
    const top = floor.map((below, i) => below + (values[i] ?? 0));
    const outline = [...pointsOf(top, most), ...pointsOf(floor, most).toReversed()];
    floor = top;
    return html`<polygon class="${name}" points="${outline.join(' ')}" />`;
  });
  return frame(label, html`${grid(most, [])}${areas}${lines(marks)}`);
}

/** A line of values, null where there is none, and the promise that they must stay below. Oldest first. */
export function lineChart({ label, most, marks }: Chart, values: readonly (number | null)[], promise: number): Markup {
  const points = pointsOf(values, most).join(' ');
  return frame(label, html`${grid(most, [promise])}${lines(marks)}<polyline points="${points}" />`);
}

function frame(label: string, drawn: Markup): Markup {
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}" preserveAspectRatio="none">${drawn}</svg>`;
}

function pointsOf(values: readonly (number | null)[], most: number): string[] {
  const step = WIDTH / Math.max(1, values.length - 1);
  return values.flatMap((value, i) => (value === null ? [] : [`${(i * step).toFixed(1)},${heightOf(value, most)}`]));
}

const heightOf = (value: number, most: number) => (HEIGHT - (HEIGHT * Math.min(value, most)) / most).toFixed(1);

/** Quarters of the axis, and the promises on it. */
function grid(most: number, promises: readonly number[]): Markup {
  const level = (name: string, value: number) =>
    html`<line class="${name}" x1="0" x2="${WIDTH}" y1="${heightOf(value, most)}" y2="${heightOf(value, most)}" />`;
  return html`${[0, 0.25, 0.5, 0.75].map(part => level('axis', part * most))}${promises.map(value => level('promise', value))}`;
}

function lines(marks: readonly ChartMark[]): Markup[] {
  return marks.map(({ at, began }) => {
    const x = (at * WIDTH).toFixed(1);
    return html`<line class="${began ? 'began' : 'ended'}" x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}" />`;
  });
}
