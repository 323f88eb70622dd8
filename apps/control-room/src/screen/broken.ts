import { html } from 'hono/html';
import type { State } from '../state.ts';
import { edgeOf, edges } from './edges.ts';
import { type Markup, timeLeft } from './markup.ts';
import { type PatternOff, patternsOff } from './patterns.ts';
import { statusOf } from './status.ts';

/** So many of a kind are named and the others counted, so that the head stays small. */
const MOST_NAMED = 4;

/** What is broken, by kind and by name. */
export interface Broken {
  /** Processes that do not run and services that do not answer: `search frozen`. */
  readonly services: readonly string[];
  readonly databases: readonly string[];
  /** Calls that a breaker keeps from a service that runs without a fault: `storefront → comments`. */
  readonly refused: readonly string[];
  readonly faults: readonly { readonly service: string; readonly kind: string; readonly remainingMs: number }[];
  readonly patternsOff: readonly PatternOff[];
}

export function brokenNow(state: State): Broken {
  const stopped = statuses(state).filter(({ status }) => status !== 'ready' && status !== 'running');
  const faulty = state.services.filter(({ faults }) => faults.length > 0);
  const named = new Set([...stopped, ...faulty].map(({ name }) => name));
  const refused = edges.filter(
    ([caller, callee]) =>
      !named.has(callee) &&
      !stopped.some(({ name }) => name === caller) &&
      edgeOf(state.services, caller, callee).breaker !== 'closed',
  );
  const down = (isDatabase: boolean) =>
    stopped.filter(each => each.isDatabase === isDatabase).map(({ name, status }) => `${name} ${status}`);
  return {
    services: down(false),
    databases: down(true),
    refused: refused.map(([caller, callee]) => `${caller} → ${callee}`),
    faults: state.services.flatMap(({ name, faults }) =>
      faults.map(({ kind, remainingMs }) => ({ service: name, kind, remainingMs })),
    ),
    patternsOff: patternsOff(state),
  };
}

/** What is broken, for whatever reason, with the one button that heals all of it. A live section. */
export function broken(state: State): Markup {
  const { services, databases, refused, faults, patternsOff } = brokenNow(state);
  const kinds = [
    ...kind(services, 'service down', 'services down'),
    ...kind(databases, 'database down', 'databases down'),
    ...kind(
      faults.map(({ service, kind, remainingMs }) => html`${service} ${kind}, ${timeLeft(remainingMs)} left`),
      'fault on',
      'faults on',
    ),
    ...kind(refused, 'call refused by its breaker', 'calls refused by breakers'),
    ...(patternsOff.length === 0 ? [] : [patternsOffNow(patternsOff)]),
  ];
  if (kinds.length === 0) return html`<p id="broken">everything runs, no fault is on, all patterns are on</p>`;
  return html`<form id="broken" method="post" action="/heal"><p>${kinds.map((each, i) => html`${i > 0 && html` <span aria-hidden="true">·</span> `}<span>${each}</span>`)}</p>
    <button id="heal" aria-keyshortcuts="Escape Escape">Heal everything</button></form>`;
}

function kind(all: readonly (string | Markup)[], one: string, many: string): Markup[] {
  if (all.length === 0) return [];
  const named = all.slice(0, MOST_NAMED).map((each, i) => html`${i > 0 && ', '}${each}`);
  const more = all.length - MOST_NAMED;
  return [html`<b>${all.length} ${all.length === 1 ? one : many}:</b> ${named}${more > 0 && ` and ${more} more`}`];
}

function patternsOffNow(all: readonly PatternOff[]): Markup {
  const ends = all.flatMap(({ leftMs }) => leftMs ?? []);
  return html`<b>patterns off:</b> ${all.map(({ name }) => name).join(', ')}${ends.length > 0 && html`, ${timeLeft(Math.max(...ends))} left`}`;
}

/** The experiment that uses the shop, and how long it still may. A live section. */
export function labRun({ lab }: State): Markup {
  if (lab === undefined) return html`<p id="lab" hidden></p>`;
  return html`<p id="lab">the lab runs <b>${lab.experiment}</b>, ${timeLeft(Date.parse(lab.endsAt) - Date.now())} left</p>`;
}

/** Of databases and visitors the process is known, of services also what they report. */
function statuses(state: State): { name: string; status: string; isDatabase: boolean }[] {
  const others = (state.processes?.list ?? []).filter(({ name }) => !state.services.some(each => each.name === name));
  const visitorsAreSilent = state.processes === undefined && state.visitors?.isSilent === true;
  return [
    ...state.services.map(({ name }) => ({ name, status: statusOf(name, state).status, isDatabase: false })),
    ...others.map(({ name, kind, state: process, ready }) => ({
      name,
      status: process === 'running' && !ready ? 'not ready' : process,
      isDatabase: kind === 'database',
    })),
    ...(visitorsAreSilent ? [{ name: 'visitors', status: 'silent', isDatabase: false }] : []),
  ];
}
