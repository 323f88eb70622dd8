import { layOut } from '@watertight/topology';
import { html } from 'hono/html';
import type { State } from '../state.ts';
import type { WatchedPipeline, WatchedService } from '../watch-services.ts';
import { amount, type Markup, stateLabel } from './markup.ts';

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
export function edgeTable({ services }: State): Markup {
  const rows = edges.map(([caller, callee]) => {
    const { policies, perSecond, breaker } = edgeOf(services, caller, callee);
    const names = policies.map(
      ({ name }) => html`<a href="/?at=${caller}.${encodeURIComponent(name.toWellFormed())}">${name}</a> `,
    );
    return html`<tr id="row-${caller}-${callee}"><th scope="row">${caller} → ${callee}</th><td class="number">${amount(perSecond)} /s</td><td>${stateLabel(breaker)}</td><td class="policies">${names}</td></tr>`;
  });
  return html`<div id="edges" class="scrolled" role="region" aria-label="The map as a table" tabindex="0"><table>
    <caption>Calls between services</caption>
    <thead><tr><th scope="col">Call</th><th scope="col" class="number">Calls</th><th scope="col">Breaker</th><th scope="col" class="policies">Policies</th></tr></thead>
    <tbody>${rows}</tbody>
  </table></div>`;
}
