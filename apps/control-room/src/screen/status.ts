import type { ActiveFault } from '@watertight/contracts/ops';
import { SECOND } from '@watertight/resilience';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { edgeOf, edges } from './edges.ts';
import type { Markup } from './markup.ts';

/** So many are named and the others counted, so that it stays one line. */
const MOST_NAMED = 2;

/** Returns the status of a service: that of its process if it is known and does not run, else whether the service answers. */
export function statusOf(
  name: string,
  { services, processes }: State,
): { status: string; faults: readonly ActiveFault[] } {
  const process = processes?.list.find(each => each.name === name);
  const service = services.find(each => each.name === name);
  const answers = service?.status ?? 'silent';
  const status = process !== undefined && process.state !== 'running' ? process.state : answers;
  return { status, faults: service?.faults ?? [] };
}

/** What is broken, for whatever reason; how many faults are on, and when the first ends. A live section. */
export function summary(state: State): Markup {
  const left = state.services.flatMap(({ faults }) => faults.map(({ remainingMs }) => remainingMs));
  const broken = brokenNow(state);
  if (broken.length + left.length === 0) return html`<p id="fault-count">everything runs, no fault is on</p>`;
  const more = broken.length > MOST_NAMED ? ` and ${broken.length - MOST_NAMED} more` : '';
  const firstMs = Math.min(...left);
  const faults = html`<b>${left.length}</b> ${left.length === 1 ? 'fault' : 'faults'}, first ends in <b data-left-ms="${Math.round(firstMs)}">${Math.ceil(firstMs / SECOND)} s</b>`;
  return html`<p id="fault-count"><b>${broken.slice(0, MOST_NAMED).join(', ')}${more}</b>${broken.length > 0 && left.length > 0 && '; '}${left.length > 0 && faults}</p>`;
}

/** Returns processes that do not run, services that do not answer, and services that are not called: `search frozen`. */
export function brokenNow(state: State): string[] {
  const stopped = statuses(state).filter(([, status]) => status !== 'ready' && status !== 'running');
  const names = new Set(stopped.map(([name]) => name));
  const degraded = edges.filter(
    ([caller, callee]) =>
      !names.has(caller) && !names.has(callee) && edgeOf(state.services, caller, callee).breaker !== 'closed',
  );
  return [
    ...stopped.map(([name, status]) => `${name} ${status}`),
    ...[...new Set(degraded.map(([, callee]) => callee))].map(callee => `${callee} degraded`),
  ];
}

/** Of databases and visitors the process is known, of services also what they report. */
function statuses(state: State): (readonly [name: string, status: string])[] {
  const others = (state.processes?.list ?? []).filter(({ name }) => !state.services.some(each => each.name === name));
  const visitorsAreSilent = state.processes === undefined && state.visitors?.isSilent === true;
  return [
    ...others.map(
      ({ name, state: process, ready }) => [name, process === 'running' && !ready ? 'not ready' : process] as const,
    ),
    ...state.services.map(({ name }) => [name, statusOf(name, state).status] as const),
    ...(visitorsAreSilent ? [['visitors', 'silent'] as const] : []),
  ];
}
