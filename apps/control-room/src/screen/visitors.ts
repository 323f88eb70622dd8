import type { PageCounts, ShopPages, VisitorsReport } from '@watertight/contracts/visitors';
import { MINUTE, SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import { config } from '../config.ts';
import type { State } from '../state.ts';
import type { VisitorsState } from '../visitors.ts';
import { amount, type Markup } from './markup.ts';
import { sparkline } from './sparkline.ts';
import { comparedWhen, unmatchedOrders } from './unmatched-orders.ts';

const rates = [0, 10, 20, 50, 100];
/** The budget of a page, so a line at the top is a page that was too late. */
const LATE_MS = 2 * SECOND;
const SHOWN_MS = 2 * MINUTE;

/** What visitors of the shop get: what all of this is for. A live section. */
export function visitors({ visitors: seen, marks }: State): Markup {
  return html`<section id="visitors" aria-labelledby="visitors-title">
    <div class="service-head">
      <h2 id="visitors-title">What visitors get</h2>
      ${seen === undefined ? html`<p>no simulated visitors are set up</p>` : headOf(seen)}
    </div>
    ${seen?.isSilent === true && silentNote(seen)}
    ${unmatchedOrders(seen?.report?.comparison ?? undefined)}
    ${seen?.report?.shops.map(each => strip(each, seen, marks))}
  </section>`;
}

function headOf({ report }: VisitorsState): Markup {
  return html`${totals(report)} ${visitorForm(report?.perSecond)}`;
}

/** The visitors are dead or hung: the shop is not affected, and what the screen shows of them is old. */
function silentNote({ reportedAt }: VisitorsState): Markup {
  const since =
    reportedAt === undefined
      ? 'they have not reported since the control room was started'
      : html`shown is their last report, of <time datetime="${reportedAt}">${reportedAt.slice(11, 19)} UTC</time>`;
  return html`<p id="visitors-silent"><span class="state" data-state="silent">visitors do not answer</span> ${since}. The shop is not affected.</p>`;
}

function totals(report: VisitorsReport | undefined): Markup {
  const comparison = report?.comparison ?? undefined;
  if (report === undefined || report.totals === null)
    return html`<p>orders and charges: not read yet${comparison && comparedWhen(comparison)}</p>`;
  const { orders, charges, underWay, tooMany } = report.totals;
  const equal = html`<b>${amount(orders)}</b> paid orders ${charges === orders ? '=' : 'and'} <b>${amount(charges)}</b> charges${underWay > 0 && html`, ${amount(underWay)} being confirmed`}${comparedWhen(comparison)}`;
  if (tooMany === 0) return html`<p>double charges <b>0</b> · ${equal}</p>`;
  return html`<p role="alert"><span class="state" data-state="crashed">charges without an order of their own: <b>${amount(tooMany)}</b></span> · ${equal}</p>`;
}

/** A button sets the rate to its number, so pressing it twice has the effect of once. */
function visitorForm(perSecond: number | undefined): Markup {
  const buttons = rates.map(
    rate =>
      html`<button name="perSecond" value="${rate}" aria-pressed="${String(rate === perSecond)}">${rate === 0 ? 'off' : rate}</button>`,
  );
  return html`<form method="post" action="/visitors" aria-label="Visitors, pages a second"><span>visitors, pages/s</span> ${buttons}</form>`;
}

function strip(
  { shop, lately, history }: ShopPages,
  { report, reportedAt }: VisitorsState,
  marks: State['marks'],
): Markup {
  const [perSecond, p99] = [history.map(({ whole, degraded }) => whole + degraded), history.map(each => each.p99Ms)];
  const endMs = Date.parse(reportedAt ?? '');
  const most = Math.max(10, 2 * (report?.perSecond ?? 0));
  const drawn = marks
    .filter(({ at }) => at <= endMs)
    .map(mark => ({ at: Math.max(0, 1 - (endMs - mark.at) / SHOWN_MS), began: mark.began }));
  const words = marks
    .slice(-2)
    .map(({ what, began }) => `${what} ${began ? 'began' : 'ended'}`)
    .join(', ');
  return html`<div class="strip" role="group" aria-label="What visitors of ${shop} get">
    <div><h3>${shop}</h3>
    ${numbers(lately)}</div>
    <figure>${sparkline({ label: `good pages a second in two minutes, now ${perSecond.at(-1) ?? 0}`, values: perSecond, most, marks: drawn })}<figcaption>good pages/s, 0 to ${most}</figcaption></figure>
    <figure>${sparkline({ label: `p99 of a page in two minutes${words && `; ${words}`}`, values: p99, most: LATE_MS, marks: drawn })}<figcaption>page p99, 0 to 2 s${words && html` · ${words}`}</figcaption></figure>
  </div>`;
}

/** The last ten seconds in numbers that keep their places. */
function numbers({ whole, degraded, failed, p99Ms }: PageCounts): Markup {
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

/** Pages of the last minute that failed, then the slowest, each with its trace. A live section. */
export function worstPages({ worstPages: pages }: State): Markup {
  const rows = pages.map(
    ({ traceId, shop, path, tookMs, failed }) =>
      html`<li id="page-${traceId}"><a href="${traceAddress(traceId)}"><code>${traceId.slice(0, 8)}</code></a> ${shop} ${path} <b>${amount(Math.round(tookMs))} ms</b>${failed && html` <span class="state" data-state="crashed">failed</span>`}</li>`,
  );
  return html`<div id="worst-pages">${rows.length === 0 ? html`<p>no page in the last minute</p>` : html`<ol>${rows}</ol>`}</div>`;
}

/** A collector that has the traces also shows them. */
function traceAddress(traceId: string): string {
  return config.traceUrl?.replace('{traceId}', traceId) ?? `/traces/${traceId}`;
}
