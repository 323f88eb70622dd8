import type { Currency, Money } from '@watertight/contracts';
import { MINUTE, SECOND } from '@watertight/resilience';
import { DAY, HOUR } from '@watertight/service-kit';

/** The sentences of sections that are unavailable. */
export const sentence = {
  recommendations: 'Recommendations are unavailable right now. These are our bestsellers.',
  recommendationsUnknown: 'Recommendations are unavailable right now.',
  comments: 'Comments unavailable right now.',
  stockStale: 'Last known price and stock, confirmed at checkout.',
  stock: 'Stock unavailable right now.',
  basket: 'Basket unavailable right now.',
  account: 'Account unavailable right now. You are still signed in.',
} as const;

/** `Shown as of 3 minutes ago.` */
export const shownAsOf = (ageMs: number) => `Shown as of ${age(ageMs)} ago.`;

/** Largest first; months and years as people count them. */
const units = [
  [365 * DAY, 'year'],
  [30 * DAY, 'month'],
  [7 * DAY, 'week'],
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
] as const;

/** A span of time in its largest whole unit: `1 second`, `40 seconds`, `3 minutes`, `2 weeks`. */
export function age(ms: number): string {
  const [unitMs, unit] = units.find(([least]) => ms >= least) ?? [SECOND, 'second'];
  return counted(Math.max(1, Math.floor(ms / unitMs)), unit);
}

/** `Wait for 12 seconds`, `Wait for 2 minutes`; rounded up, so that the promise holds. */
export function againIn(waitMs: number): string {
  const unitMs = waitMs > MINUTE ? MINUTE : SECOND;
  return `Wait for ${age(Math.ceil(waitMs / unitMs) * unitMs)}`;
}

const number = new Intl.NumberFormat('en-US');

/** `1 harbour`, `1,204 pieces`. */
export const counted = (count: number, thing: string, things = `${thing}s`) =>
  `${number.format(count)} ${count === 1 ? thing : things}`;

/** The beginning of a text, in whole words, at most `maxLength` characters; the end is marked where it is cut. */
export function beginningOf(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const cut = text.slice(0, maxLength); // a blank at its end means that the last word is whole, beside the mark
  const end = cut.lastIndexOf(' ');
  return `${cut.slice(0, end < 1 ? maxLength - 1 : end).toWellFormed()}…`;
}

const formats = new Map<Currency, Intl.NumberFormat>();

/** `$1,249.00`: the decimal string as it is, never a float. */
export function formatPrice({ amount, currency }: Money): string {
  let format = formats.get(currency);
  if (format === undefined)
    formats.set(currency, (format = new Intl.NumberFormat('en-US', { style: 'currency', currency })));
  return format.format(amount as Intl.StringNumericLiteral);
}
