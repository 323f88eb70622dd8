import { MINUTE, SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { SecondOfPages, WhatShoppersGet } from '../visitors/shoppers.ts';
import { amount, type Markup } from './markup.ts';
import { sparkline } from './sparkline.ts';
import { comparedWhen, unmatched } from './unmatched.ts';

const rates = [0, 10, 20, 50, 100];
/** Every page is to be there by then, so that a line at the top is a page too late. */
const LATE_MS = 2 * SECOND;
const SHOWN_MS = 2 * MINUTE;

/** What shoppers get: the one thing all of this is for. A live part of the screen. */
export function shoppers(state: State): Markup {
  return html`<section id="shoppers" aria-labelledby="shoppers-title">
    <div class="service-head">
      <h2 id="shoppers-title">What shoppers get</h2>
      ${books(state)} ${visitorForm(state.visitorsPerSecond)}
    </div>
    ${unmatched(state.comparison)}
    ${state.shoppers.map(each => strip(each, state))}
  </section>`;
}

function books({ books: known, comparison }: State): Markup {
  if (known === undefined)
    return html`<p>orders and charges: not heard yet${comparison && comparedWhen(comparison)}</p>`;
  const { orders, charges, underWay, tooMany } = known;
  const agree = html`<b>${amount(orders)}</b> paid orders ${charges === orders ? '=' : 'and'} <b>${amount(charges)}</b> charges${underWay > 0 && html`, ${amount(underWay)} being confirmed`}${comparedWhen(comparison)}`;
  if (tooMany === 0) return html`<p>double charges <b>0</b> · ${agree}</p>`;
  return html`<p role="alert"><span class="state" data-state="crashed">charges without an order of their own: <b>${amount(tooMany)}</b></span> · ${agree}</p>`;
}

/** Each says how many from now on: pressed twice it comes to the same. */
function visitorForm(perSecond: number): Markup {
  const buttons = rates.map(
    rate =>
      html`<button name="perSecond" value="${rate}" aria-pressed="${String(rate === perSecond)}">${rate === 0 ? 'off' : rate}</button>`,
  );
  return html`<form method="post" action="/visitors" aria-label="Visitors, pages a second"><span>visitors, pages/s</span> ${buttons}</form>`;
}

function strip({ shop, lately, history }: WhatShoppersGet, { at, marks, visitorsPerSecond }: State): Markup {
  const [perSecond, p99] = [history.map(({ whole, degraded }) => whole + degraded), history.map(each => each.p99Ms)];
  const nowMs = Date.parse(at);
  const drawn = marks.map(mark => ({ at: Math.max(0, 1 - (nowMs - mark.at) / SHOWN_MS), began: mark.began }));
  const words = marks
    .slice(-2)
    .map(({ what, began }) => `${what} ${began ? 'began' : 'ended'}`)
    .join(', ');
  return html`<div class="strip" role="group" aria-label="What visitors of ${shop} get">
    <div><h3>${shop}</h3>
    ${numbers(lately)}</div>
    <figure>${sparkline({ says: `good pages a second in two minutes, now ${perSecond.at(-1) ?? 0}`, values: perSecond, most: Math.max(10, 2 * visitorsPerSecond), marks: drawn })}<figcaption>good pages/s, 0 to ${Math.max(10, 2 * visitorsPerSecond)}</figcaption></figure>
    <figure>${sparkline({ says: `p99 of a page in two minutes${words && `; ${words}`}`, values: p99, most: LATE_MS, marks: drawn })}<figcaption>page p99, 0 to 2 s${words && html` · ${words}`}</figcaption></figure>
  </div>`;
}

/** Of the last ten seconds; a word for each that never moves. */
function numbers({ whole, degraded, failed, p99Ms }: SecondOfPages): Markup {
  const all = whole + degraded + failed;
  const share = (pages: number) => (all === 0 ? '–' : `${((100 * pages) / all).toFixed(1)} %`);
  const each: [string, string][] = [
    ['whole', share(whole)],
    ['degraded', share(degraded)],
    ['failed', share(failed)],
    ['page p99', p99Ms === null ? '–' : `${amount(Math.round(p99Ms))} ms`],
    ['pages', `${amount(all / 10)} /s`],
  ];
  return html`<dl class="outcomes">${each.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
