import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { WatchedPipeline } from '../watch-services.ts';
import { type Markup, secondsOrMinutes, stateLabel, timeLeft } from './markup.ts';

type Snapshot = NonNullable<WatchedPipeline['breaker']>;
type Numbers = WatchedPipeline['numbers'];

/** The three states with the one it is in, and what ends that. @param isOld its service is silent, so nothing counts down */
export function breakerRow({ breaker, switches, numbers }: WatchedPipeline, isOld: boolean): Markup {
  if (breaker === undefined) return html`<p>none: a failing dependency is called all the same</p>`;
  const isOff = switches.breaker === false;
  const box = (state: Snapshot['state'], says: Markup | string) => {
    const isNow = !isOff && breaker.state === state;
    return html`<li data-state="${state}"${isNow && html` class="now" aria-current="true"`}><b>${state}</b> <span>${says}</span></li>`;
  };
  return html`${isOff && html`<p>${stateLabel('off')} every call goes through</p>`}
    <ol class="states">${box('closed', failures(breaker, numbers))}${box('open', openPeriod(breaker, numbers, isOld))}${box('half-open', probes(breaker, numbers))}</ol>`;
}

/** How long it still refuses calls; of another state how long it would. The script counts down between two frames. */
function openPeriod({ state, retryInMs }: Snapshot, { openMs }: Numbers, isOld: boolean): Markup | string {
  if (state !== 'open') return openMs === undefined ? 'refuses calls' : `for ${Number(openMs) / SECOND} s`;
  return html`${isOld ? secondsOrMinutes(retryInMs) : timeLeft(retryInMs)} left`;
}

/** A circle for each probe: full after success, crossed after failure, half full while it is under way. */
function probes({ state, probes: sent }: Snapshot, numbers: Numbers): Markup | string {
  const most = Number(numbers['probes'] ?? 0);
  // More than these cannot be counted at a glance.
  if (state !== 'half-open' || sent === undefined || most > 10)
    return `${numbers['successesToClose']} of ${most} probes`;
  const { admitted, good, bad } = sent;
  const underWay = Math.max(0, admitted - good - bad);
  const free = Math.max(0, most - admitted);
  const circles = '●'.repeat(good) + '⊗'.repeat(bad) + '◐'.repeat(underWay) + '○'.repeat(free);
  const words = `probes: ${good} good, ${bad} bad, ${underWay} under way; ${numbers['successesToClose']} good of ${most} close it`;
  return html`<span class="probes" role="img" aria-label="${words}" title="${words}">${circles}</span>`;
}

/** Failures in a row are counted only while the breaker is closed. */
function failures({ state, failuresInRow }: Snapshot, { failuresToOpen }: Numbers): string {
  if (state !== 'closed') return `opens after ${failuresToOpen}`;
  return `${failuresInRow} of ${failuresToOpen} failures`;
}
