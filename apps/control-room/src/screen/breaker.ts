import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { WatchedPipeline } from '../watch-services.ts';
import { type Markup, stateWord } from './markup.ts';
import { marks } from './marks.ts';

type Snapshot = NonNullable<WatchedPipeline['breaker']>;
type Numbers = WatchedPipeline['numbers'];

/** The state in a word, what ends it, and the failures in a row. `isOld`: its service is silent, so nothing counts down. */
export function breakerRow({ breaker, switches, numbers }: WatchedPipeline, isOld: boolean): Markup {
  if (breaker === undefined) return html`<p>none: a failing dependency is asked all the same</p>`;
  const isOff = switches.breaker === false;
  return html`<p>${stateWord(isOff ? 'off' : breaker.state)} ${isOff ? 'every call goes through' : nextOf(breaker, numbers, isOld)}</p>
    <p>${failures(breaker, numbers)}</p>`;
}

function nextOf(
  { state, retryInMs, probes: asked }: Snapshot,
  { probes, successesToClose }: Numbers,
  isOld: boolean,
): Markup | string {
  switch (state) {
    case 'closed':
      return '';
    case 'open':
      return html`${countdown(retryInMs, isOld)} left, then ${probes} probes`;
    case 'half-open':
      return html`${probeMarks(asked, Number(probes))} ${successesToClose} good of ${probes} close it`;
  }
}

/** A circle per probe: full where it was good, crossed where it was bad, half full while it is under way. */
function probeMarks(asked: Snapshot['probes'], probes: number): Markup | string {
  // More than these cannot be counted at a glance.
  if (asked === undefined || probes > 10) return '';
  const { admitted, good, bad } = asked;
  const underWay = Math.max(0, admitted - good - bad);
  const free = Math.max(0, probes - admitted);
  const circles = '●'.repeat(good) + '⊗'.repeat(bad) + '◐'.repeat(underWay) + '○'.repeat(free);
  const words = `probes: ${good} good, ${bad} bad, ${underWay} under way`;
  return html`<span role="img" aria-label="${words}" title="${words}">${circles}</span>`;
}

/** The script counts it on between two frames. */
function countdown(leftMs: number, isOld: boolean): Markup {
  const words = `${Math.ceil(leftMs / SECOND)} s`;
  return isOld ? html`<b>${words}</b>` : html`<b data-left-ms="${Math.round(leftMs)}">${words}</b>`;
}

function failures({ state, failuresInRow }: Snapshot, { failuresToOpen }: Numbers): Markup {
  const boxes = marks(failuresInRow, Number(failuresToOpen ?? 0));
  // The window counts failures in a row while it is closed, and no others.
  return state === 'closed'
    ? html`${boxes} ${failuresInRow} of ${failuresToOpen} failures in a row open it`
    : html`${boxes} failures: not counted now`;
}
