import { apps } from '@watertight/topology';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { storePlaces, HEIGHT, WIDTH } from './map-places.ts';
import type { Markup } from './markup.ts';

const storeNames = { postgres: 'Postgres', redis: 'Redis' } as const;
type StoreName = keyof typeof storeNames;

const users = {
  postgres: apps.filter(({ database }) => database !== null).map(({ name }) => name),
  redis: apps.filter(({ redis }) => redis).map(({ name }) => name),
};

/** The stores of a service, in few letters: `pg, redis`. */
export function uses(service: string): string {
  const short = { postgres: 'pg', redis: 'redis' };
  return (Object.keys(users) as StoreName[])
    .filter(name => users[name].includes(service))
    .map(name => short[name])
    .join(', ');
}

/** The databases, and how many services each has. */
export function stores(state: State): Markup {
  return html`${(Object.keys(storeNames) as StoreName[]).map(name => store(name, state))}`;
}

function store(name: StoreName, { processes }: State): Markup {
  const { x, y } = storePlaces[name];
  const process = processes?.list.find(each => each.name === name);
  // In containers the engine knows it, and the control room does not.
  const state = process === undefined ? 'not watched' : process.ready ? 'ready' : process.state;
  const status = state === 'running' ? 'not ready' : state;
  const says = `${status} · ${users[name].length} services`;
  return html`<a id="node-${name}" class="node store" href="/?at=${name}" aria-label="${storeNames[name]}: ${says}" data-status="${process === undefined ? 'ready' : status}">
    <path class="box" d="M${x} ${y + 8}V${y + HEIGHT - 8}A${WIDTH / 2} 8 0 0 0 ${x + WIDTH} ${y + HEIGHT - 8}V${y + 8}A${WIDTH / 2} 8 0 0 0 ${x} ${y + 8}A${WIDTH / 2} 8 0 0 0 ${x + WIDTH} ${y + 8}" />
    <circle cx="${x + 15}" cy="${y + 28}" r="5" />
    <text x="${x + 27}" y="${y + 33}" class="name">${storeNames[name]}</text>
    <text x="${x + 13}" y="${y + 51}">${says}</text>
  </a>`;
}
