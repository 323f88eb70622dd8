import { Pattern } from '@watertight/contracts/ops';
import { html } from 'hono/html';
import { twin } from '../twin.ts';
import type { State } from '../state.ts';
import { type Markup, switchButton, timeLeft } from './markup.ts';

/** Returns the patterns of calls, in the order a call passes them, and those that services report as their own. */
export function patternNames({ services }: Pick<State, 'services'>): readonly string[] {
  const own = new Set(services.flatMap(({ patterns }) => Object.keys(patterns)));
  return [...Pattern.options, ...[...own].toSorted()];
}

export interface PatternOff {
  readonly name: string;
  /** Until it is on again by itself; undefined if it stays off. */
  readonly leftMs: number | undefined;
}

/** Returns the patterns that are off somewhere in the shop; the twin is meant to be without. */
export function patternsOff(state: Pick<State, 'services'>): readonly PatternOff[] {
  const off = patternNames(state).filter(name => positionOf(name, state) !== 'on');
  return off.map(name => ({ name, leftMs: leftMs(name, state) }));
}

/** Until the last of the changes that concern a pattern is undone. */
function leftMs(name: string, { services }: Pick<State, 'services'>): number | undefined {
  const ends = services
    .flatMap(({ undoneAt }) => Object.entries(undoneAt))
    .filter(([changed]) => changed === name || changed.endsWith(`.${name}`))
    .map(([, at]) => Date.parse(at) - Date.now());
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** Every pattern of the whole shop: on, off, or on in part. A switch names its new position. A live section. */
export function patterns(state: State): Markup {
  const off = patternsOff(state);
  const ends = off.flatMap(({ leftMs: ms }) => ms ?? []);
  return html`<section id="patterns" class="switches" aria-labelledby="patterns-title">
    <h2 id="patterns-title">Patterns<span class="unseen"> of the whole shop</span></h2>
    ${patternNames(state).map(name => switchOf(name, positionOf(name, state)))}
    <div class="all">${ends.length > 0 && html`<span>on in ${timeLeft(Math.max(...ends))}</span>`}${off.length === 0 ? switchAll('off') : switchAll('on')}</div>
  </section>`;
}

type Position = 'on' | 'off' | 'part';

function positionOf(name: string, { services }: Pick<State, 'services'>): Position {
  const ours = services.filter(service => service.name !== twin);
  const all = ours.flatMap(({ pipelines, patterns: own }) => [
    ...pipelines.map(({ switches }) => (switches as Record<string, boolean>)[name]),
    own[name],
  ]);
  const isOn = new Set(all.filter(each => each !== undefined));
  return isOn.size === 2 ? 'part' : isOn.has(false) ? 'off' : 'on';
}

function switchOf(name: string, position: Position): Markup {
  const to = position === 'on' ? 'off' : 'on';
  return html`<form method="post" action="/patterns/${name}/${to}">${switchButton(name, position, 'everywhere')}</form>`;
}

const switchAll = (to: 'on' | 'off') =>
  html`<form method="post" action="/patterns/all/${to}"><button>All ${to}</button></form>`;
