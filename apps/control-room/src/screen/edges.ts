import { layOut } from '@watertight/topology';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { WatchedPipeline, WatchedService } from '../watch-services.ts';
import { backlogNow } from './map-stores.ts';
import { amount, type Markup, stateLabel } from './markup.ts';
import { putAside } from './put-aside.ts';
import { statusOf } from './status.ts';

/** Which service calls which. */
export const { edges } = layOut();

type BreakerState = 'closed' | 'half-open' | 'open';

/** All policies by which one service calls another, as one line of the map. */
export interface Edge {
  readonly caller: string;
  readonly callee: string;
  /** The policy to look at first is the first: one whose breaker is not closed, then the busiest. */
  readonly policies: readonly WatchedPipeline[];
  readonly perSecond: number;
  /** The worst of its policies. */
  readonly breaker: BreakerState;
  /** The caller is silent: this is its last report. */
  readonly isOld: boolean;
}

const badness: Record<BreakerState, number> = { closed: 0, 'half-open': 1, open: 2 };

export function edgeOf(services: readonly WatchedService[], caller: string, callee: string): Edge {
  const from = services.find(({ name }) => name === caller);
  const policies = (from?.pipelines ?? [])
    .filter(({ service }) => service === callee)
    .toSorted((one, other) => badness[stateOf(other)] - badness[stateOf(one)] || other.perSecond - one.perSecond);
  const [first] = policies;
  return {
    caller,
    callee,
    policies,
    perSecond: policies.reduce((sum, { perSecond }) => sum + perSecond, 0),
    breaker: first === undefined ? 'closed' : stateOf(first),
    isOld: from?.status === 'silent',
  };
}

/** A breaker that is switched off refuses no call, whatever its state. */
function stateOf({ breaker, switches }: WatchedPipeline): BreakerState {
  return switches.breaker === false ? 'closed' : (breaker?.state ?? 'closed');
}

/** The map as a table, for readers who cannot see the map. A live section. */
export function edgeTable(state: State): Markup {
  const rows = edges.map(([caller, callee]) => row(edgeOf(state.services, caller, callee), state));
  return html`<div id="edges" class="scrolled" role="region" aria-label="The map as a table" tabindex="0"><table>
    <caption>Calls between services</caption>
    <thead><tr><th scope="col">Call</th><th scope="col">Callee</th><th scope="col" class="number">Calls</th><th scope="col">Breaker</th><th scope="col" class="policies">Policies</th></tr></thead>
    <tbody>${rows}</tbody>
  </table>
  <p>Outbox and queues: ${backlogNow(state).says}</p>${putAside(state)}</div>`;
}

function row({ caller, callee, policies, perSecond, breaker }: Edge, state: State): Markup {
  const to = (policy: WatchedPipeline) => `/?at=${caller}.${encodeURIComponent(policy.name.toWellFormed())}#selected`;
  const [first] = policies;
  const call = html`${caller} → ${callee}`;
  const names = policies.map(policy => html`<a href="${to(policy)}">${policy.name}</a> `);
  return html`<tr id="row-${caller}-${callee}"><th scope="row">${first === undefined ? call : html`<a href="${to(first)}">${call}</a>`}</th><td>${stateLabel(statusOf(callee, state).status)}</td><td class="number">${amount(perSecond)}/s</td><td>${stateLabel(breaker)}</td><td class="policies">${names}</td></tr>`;
}
