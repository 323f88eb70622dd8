import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { WatchedPipeline } from '../watch-services.ts';
import { gauge } from './gauge.ts';
import { type Markup, stateLabel } from './markup.ts';

type Snapshot = NonNullable<WatchedPipeline['breaker']>;
type Numbers = WatchedPipeline['numbers'];

/** The state, what ends it, and the failures in a row. @param isOld its service is silent, so nothing counts down */
export function breakerRow({ breaker, switches, numbers }: WatchedPipeline, isOld: boolean): Markup {
  if (breaker === undefined) return html`<p>none: a failing dependency is called all the same</p>`;
  const isOff = switches.breaker === false;
  return html`<p>${stateLabel(isOff ? 'off' : breaker.state)} ${isOff ? 'every call goes through' : endOf(breaker, numbers, isOld)}</p>
    <p>${failures(breaker, numbers)}</p>`;
}

function endOf(
  { state, retryInMs, probes: sent }: Snapshot,
  { probes, successesToClose }: Numbers,
  isOld: boolean,
): Markup | string {
  switch (state) {
    case 'closed':
      return '';
    case 'open':
      return html`${countdown(retryInMs, isOld)} left, then ${probes} probes`;
    case 'half-open':
      return html`${probeMarks(sent, Number(probes))} ${successesToClose} good of ${probes} close it`;
  }
}

/** A circle for each probe: full after success, crossed after failure, half full while it is under way. */
function probeMarks(sent: Snapshot['probes'], probes: number): Markup | string {
  // More than these cannot be counted at a glance.
  if (sent === undefined || probes > 10) return '';
  const { admitted, good, bad } = sent;
  const underWay = Math.max(0, admitted - good - bad);
  const free = Math.max(0, probes - admitted);
  const circles = '●'.repeat(good) + '⊗'.repeat(bad) + '◐'.repeat(underWay) + '○'.repeat(free);
  const words = `probes: ${good} good, ${bad} bad, ${underWay} under way`;
  return html`<span role="img" aria-label="${words}" title="${words}">${circles}</span>`;
}

/** The script counts down between two frames. */
function countdown(leftMs: number, isOld: boolean): Markup {
  const words = `${Math.ceil(leftMs / SECOND)} s`;
  return isOld ? html`<b>${words}</b>` : html`<b data-left-ms="${Math.round(leftMs)}">${words}</b>`;
}

function failures({ state, failuresInRow }: Snapshot, { failuresToOpen }: Numbers): Markup {
  const boxes = gauge(failuresInRow, Number(failuresToOpen ?? 0));
  // Failures in a row are counted only while the breaker is closed.
  return state === 'closed'
    ? html`${boxes} ${failuresInRow} of ${failuresToOpen} failures in a row open it`
    : html`${boxes} failures: not counted now`;
}
