import type { Backlog } from '@watertight/contracts/ops';
import { SECOND } from '@watertight/resilience';
import { apps } from '@watertight/topology';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import { HEIGHT, OUTBOX_WIDTH, storePlaces, WIDTH } from './map-places.ts';
import { amount, type Markup, secondsOrMinutes } from './markup.ts';
import { putAsideNow } from './put-aside.ts';

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

/** The databases with the number of services that use each, and the events that wait in the outbox. */
export function stores(state: State): Markup {
  return html`${(Object.keys(storeNames) as StoreName[]).map(name => store(name, state))} ${outbox(state)}`;
}

function store(name: StoreName, { processes }: State): Markup {
  const { x, y } = storePlaces[name];
  const process = processes?.list.find(each => each.name === name);
  const state = process?.ready === false ? process.state : 'ready';
  const status = state === 'running' ? 'not ready' : state;
  const count = `${users[name].length} services`;
  // In containers the engine knows its state, and the control room does not.
  const says = process === undefined ? count : `${status} · ${count}`;
  return html`<a id="node-${name}" class="node store" href="/?at=${name}" aria-label="${storeNames[name]}: ${says}" data-status="${status}">
    <path class="box" d="M${x} ${y + 8}V${y + HEIGHT - 8}A${WIDTH / 2} 8 0 0 0 ${x + WIDTH} ${y + HEIGHT - 8}V${y + 8}A${WIDTH / 2} 8 0 0 0 ${x} ${y + 8}A${WIDTH / 2} 8 0 0 0 ${x + WIDTH} ${y + 8}" />
    <circle cx="${x + 14}" cy="${y + 29}" r="5" />
    <text x="${x + 25}" y="${y + 34}" class="name">${storeNames[name]}</text>
    <text x="${x + 12}" y="${y + 53}">${says}</text>
  </a>`;
}

/** Every event is acknowledged within a second, unless Redis or its consumer does not run. */
const LATE_MS = 10 * SECOND;
/** More queues than these do not fit into the box; the others are counted. */
const MOST_QUEUES = 2;

interface BacklogNow {
  says: string;
  /** `late`: an event has waited for too long. `put-aside`: one is not sent any more. */
  status: 'ready' | 'late' | 'put-aside';
}

/** Which events wait or are put aside, as text. */
export function backlogNow(state: State): BacklogNow {
  const of = state.services.find(({ backlog, status }) => backlog !== undefined && status !== 'silent');
  if (of?.backlog === undefined) return { says: 'not known', status: 'ready' };
  const waits = waitingNow(of.backlog);
  const putAside = putAsideNow(state);
  if (putAside === 0) return waits;
  // Not by queue: it would not fit beside the number.
  const waiting = Object.values(of.backlog.waiting).reduce((sum, events) => sum + events, 0);
  const others =
    waiting === 0 ? 'no event waits' : `${waits.status === 'late' ? 'late · ' : ''}${amount(waiting)} wait`;
  return { says: `${amount(putAside)} put aside · ${others}`, status: 'put-aside' };
}

function waitingNow({ oldestAt, waiting }: Backlog): BacklogNow {
  if (oldestAt === null) return { says: 'no event waits', status: 'ready' };
  const ageMs = Math.max(0, Date.now() - Date.parse(oldestAt));
  const isLate = ageMs > LATE_MS;
  const says = `${isLate ? 'late · ' : ''}${queuesOf(waiting)} · oldest ${secondsOrMinutes(ageMs)}`;
  return { says, status: isLate ? 'late' : 'ready' };
}

function queuesOf(waiting: Backlog['waiting']): string {
  const all = Object.entries(waiting);
  const named = all.slice(0, MOST_QUEUES).map(([name, events]) => `${name} ${amount(events)}`);
  const others = all.slice(MOST_QUEUES).reduce((sum, [, events]) => sum + events, 0);
  return [...named, ...(others > 0 ? [`others ${amount(others)}`] : [])].join(', ');
}

/** The outbox is checkout's, so it leads there. */
function outbox(state: State): Markup {
  const { x, y } = storePlaces.outbox;
  const { says, status } = backlogNow(state);
  return html`<a id="node-outbox" class="node" href="/?at=checkout" aria-label="outbox and queues: ${says}" data-status="${status}">
    <rect x="${x}" y="${y}" width="${OUTBOX_WIDTH}" height="${HEIGHT}" rx="10" />
    <circle cx="${x + 14}" cy="${y + 23}" r="5" />
    <text x="${x + 25}" y="${y + 28}" class="name">outbox and queues</text>
    <text x="${x + 12}" y="${y + 51}">${says}</text>
  </a>`;
}
