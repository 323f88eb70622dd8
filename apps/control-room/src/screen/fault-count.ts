import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { edgeOf } from './edge.ts';
import type { Markup } from './markup.ts';
import { edges } from './topology.ts';
import { wordOf } from './word-of.ts';

/** So many are named and the others counted, so that it stays one line. */
const MOST_NAMED = 2;

/** What is broken, whoever broke it; how many faults are on, and when the first ends. A live part. */
export function faultCount(state: State): Markup {
  const left = state.services.flatMap(({ faults }) => faults.map(({ remainingMs }) => remainingMs));
  const broken = brokenNow(state);
  if (broken.length + left.length === 0) return html`<p id="fault-count">everything runs, no fault is on</p>`;
  const more = broken.length > MOST_NAMED ? ` and ${broken.length - MOST_NAMED} more` : '';
  const firstMs = Math.min(...left);
  const faults = html`<b>${left.length}</b> ${left.length === 1 ? 'fault' : 'faults'}, first ends in <b data-left-ms="${Math.round(firstMs)}">${Math.ceil(firstMs / SECOND)} s</b>`;
  return html`<p id="fault-count"><b>${broken.slice(0, MOST_NAMED).join(', ')}${more}</b>${broken.length > 0 && left.length > 0 && '; '}${left.length > 0 && faults}</p>`;
}

/** Processes that do not run, services that do not answer, and services that answer but are not called: `search frozen`. */
export function brokenNow(state: State): string[] {
  const databases = (state.processes?.list ?? []).filter(
    ({ name }) => !state.services.some(each => each.name === name),
  );
  const visitorsAreSilent = state.processes === undefined && state.visitors?.isSilent === true;
  const words = [
    ...databases.map(
      ({ name, state: word, ready }) => [name, word === 'running' && !ready ? 'not ready' : word] as const,
    ),
    ...state.services.map(({ name }) => [name, wordOf(name, state).word] as const),
    ...(visitorsAreSilent ? [['visitors', 'silent'] as const] : []),
  ].filter(([, word]) => word !== 'ready' && word !== 'running');
  const stopped = new Set(words.map(([name]) => name));
  const degraded = edges.filter(
    ([caller, callee]) =>
      !stopped.has(caller) && !stopped.has(callee) && edgeOf(state.services, caller, callee).breaker !== 'closed',
  );
  return [
    ...words.map(([name, word]) => `${name} ${word}`),
    ...[...new Set(degraded.map(([, callee]) => callee))].map(callee => `${callee} degraded`),
  ];
}
