import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/** As many as can be told apart at a glance, in one line of a card. */
const MOST = 20;
const WIDTH = 8;
const HEIGHT = 12;
const GAP = 2;

/** How many one mark stands for, so that there are at most 20: 1, 2, 5, 10, 20, 50 … */
export function perMark(total: number): number {
  const least = Math.max(1, total / MOST);
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find(step => step * power >= least) ?? 10) * power;
}

/** A row of marks of which some are full. One that is partly full counts as full: one permit of 200 in use is visible. */
export function gauge(full: number, total: number): Markup {
  const per = perMark(total);
  const count = Math.ceil(Math.max(0, total) / per);
  const filled = Math.min(count, Math.ceil(Math.max(0, full) / per));
  return known.get(`${filled}/${count}`) ?? draw(filled, count);
}

/** There are few different ones, and each frame shows a hundred: drawing each of them took most of the time of a frame. */
const known = new Map<string, Markup>();

function draw(filled: number, count: number): Markup {
  const all = Array.from({ length: count }, (_, i) => mark(i, i < filled));
  const width = Math.max(1, count * (WIDTH + GAP));
  const drawn = html`<svg class="marks" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" aria-hidden="true">${all}</svg>`;
  known.set(`${filled}/${count}`, drawn);
  return drawn;
}

function mark(i: number, isFull: boolean): Markup {
  return html`<rect class="${isFull ? 'full' : 'free'}" x="${i * (WIDTH + GAP) + 0.5}" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" />`;
}
