import type { PageCounts, ShopPages, VisitorsReport } from '@watertight/contracts/visitors';
import { MINUTE, SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import { config } from '../config.ts';
import type { State } from '../state.ts';
import type { VisitorsState } from '../visitors.ts';
import { amount, type Markup } from './markup.ts';
import { lineChart, stackedChart } from './time-chart.ts';
import { comparedWhen, unmatchedOrders } from './unmatched-orders.ts';

const rates = [0, 10, 20, 50, 100];
/** The budget of a page: what takes longer was too late. */
const PROMISE_MS = 2 * SECOND;
const AXIS_MS = 2.5 * SECOND;
const SHOWN_MS = 2 * MINUTE;

/** What visitors of the shop get: what all of this is for. A live section. */
export function visitors({ visitors: seen, marks }: State): Markup {
  const { report } = seen ?? {};
  return html`<section id="visitors" aria-labelledby="visitors-title">
    <div class="visitors-head">
      <h2 id="visitors-title">What visitors get</h2>
      ${seen === undefined ? html`<p>no simulated visitors are set up</p>` : html`${comparedWhen(report?.comparison ?? undefined)}${visitorForm(report?.perSecond)}`}
    </div>
    ${seen?.isSilent === true && silentNote(seen)}
    ${unmatchedOrders(report?.comparison ?? undefined)}
    <div class="strips">${report?.shops.map((each, i) => strip(each, { seen, marks, money: i === 0 && report }))}</div>
  </section>`;
}

/** The visitors are dead or hung: the shop is not affected, and what the screen shows of them is old. */
function silentNote({ reportedAt }: VisitorsState): Markup {
  const since =
    reportedAt === undefined
      ? 'they have not reported since the control room was started'
      : html`shown is their last report, of <time datetime="${reportedAt}">${reportedAt.slice(11, 19)} UTC</time>`;
  return html`<p id="visitors-silent"><span class="state" data-state="silent">visitors do not answer</span> ${since}. The shop is not affected.</p>`;
}

/** A button sets the rate to its number, so pressing it twice has the effect of once. */
function visitorForm(perSecond: number | undefined): Markup {
  const buttons = rates.map(
    rate =>
      html`<button name="perSecond" value="${rate}" aria-pressed="${String(rate === perSecond)}">${rate === 0 ? 'off' : rate}</button>`,
  );
  return html`<form method="post" action="/visitors" aria-label="Visitors, pages a second"><span>visitors, pages/s</span> ${buttons}</form>`;
}

interface Beside {
  readonly seen: VisitorsState | undefined;
  readonly marks: State['marks'];
  /** The report with orders and charges, which are those of all shops together. */
  readonly money: VisitorsReport | false;
}

function strip({ shop, lately, history }: ShopPages, { seen, marks, money }: Beside): Markup {
  const endMs = Date.parse(seen?.reportedAt ?? '');
  const most = Math.max(10, 2 * (seen?.report?.perSecond ?? 0));
  const drawn = marks
    .filter(({ at }) => at <= endMs)
    .map(mark => ({ at: Math.max(0, 1 - (endMs - mark.at) / SHOWN_MS), began: mark.began }));
  const words = marks.slice(-1).map(({ what, began }) => (began ? what : `${what.split(' ')[0]} back`));
  const layers = (['whole', 'degraded', 'failed'] as const).map(name => ({
    name,
    values: meansOf(history.map(each => each[name])),
  }));
  const { whole = 0, degraded = 0, failed = 0 } = history.at(-1) ?? {};
  const pages = `pages a second in two minutes, now ${whole} whole, ${degraded} degraded, ${failed} failed`;
  const late = `p99 of a page in two minutes, the promise is ${PROMISE_MS / SECOND} s${words.length > 0 ? `; ${words[0]}` : ''}`;
  return html`<div class="strip" role="group" aria-label="What visitors of ${shop} get">
    <div><h3>${shop}</h3>${pageFigures(lately)}</div>
    <figure><figcaption>pages/s, 0 to ${most} · ${words.length > 0 ? html`┊ ${words}` : 'last 2 minutes'}</figcaption>${stackedChart({ label: pages, most, marks: drawn }, layers)}</figure>
    <figure><figcaption>page p99 <b data-name="p99">${lately.p99Ms === null ? '–' : `${amount(Math.round(lately.p99Ms))} ms`}</b> · <i>━</i> promise ${PROMISE_MS / SECOND} s</figcaption>${lineChart(
      { label: late, most: AXIS_MS, marks: drawn },
      history.map(each => each.p99Ms),
      PROMISE_MS,
    )}</figure>
    <div>${money && moneyFigures(money)}</div>
  </div>`;
}

/** Each second as the mean of it and the four before: visitors come at random, which would hide what a fault does. */
function meansOf(values: readonly number[]): number[] {
  return values.map((_, i) => {
    const some = values.slice(Math.max(0, i - 4), i + 1);
    return some.reduce((sum, each) => sum + each, 0) / some.length;
  });
}

/** The last ten seconds in numbers that keep their places. */
function pageFigures({ whole, degraded, failed }: PageCounts): Markup {
  const all = whole + degraded + failed;
  const share = (pages: number) => (all === 0 ? '–' : `${((100 * pages) / all).toFixed(1)} %`);
  return figures([
    ['whole', share(whole)],
    ['degraded', share(degraded)],
    ['failed', share(failed)],
  ]);
}

/** Orders and charges, which must be equal. */
function moneyFigures({ totals }: VisitorsReport): Markup {
  if (totals === null) return html`<p>orders and charges: not read yet</p>`;
  const { orders, charges, underWay, tooMany } = totals;
  const underWayNote = underWay > 0 && html`<p class="note">${amount(underWay)} being confirmed</p>`;
  const wrong =
    tooMany > 0 &&
    html`<p role="alert"><span class="state" data-state="crashed">charges without an order of their own: <b>${amount(tooMany)}</b></span></p>`;
  return html`${figures([
    ['paid orders', amount(orders)],
    ['charges', amount(charges)],
    ['charged twice', amount(tooMany)],
  ])}${underWayNote}${wrong}`;
}

function figures(all: readonly (readonly [name: string, value: string])[]): Markup {
  return html`<dl class="figures">${all.map(([name, value]) => html`<div><dt>${name}</dt><dd data-name="${name}">${value}</dd></div>`)}</dl>`;
}

/** Pages of the last minute that failed, then the slowest, each with its trace. A live section. */
export function worstPages({ worstPages: pages }: State): Markup {
  return html`<div id="worst-pages">${tracedPages(pages)}</div>`;
}

export function tracedPages(pages: State['worstPages']): Markup {
  if (pages.length === 0) return html`<p>no page in the last minute</p>`;
  const rows = pages.map(
    ({ traceId, shop, path, tookMs, failed }) =>
      html`<li id="page-${traceId}"><a href="${traceAddress(traceId)}"><code>${traceId.slice(0, 8)}</code></a> <b>${amount(Math.round(tookMs))} ms</b>${failed && html` <span class="state" data-state="crashed">failed</span>`} <span class="path">${shop} ${path}</span></li>`,
  );
  return html`<ol class="traced">${rows}</ol>`;
}

/** A collector that has the traces also shows them. */
function traceAddress(traceId: string): string {
  return config.traceUrl?.replace('{traceId}', traceId) ?? `/traces/${traceId}`;
}
