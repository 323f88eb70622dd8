import type { WatchedPipeline, WatchedService } from '../watch-services.ts';

export type BreakerWord = 'closed' | 'half-open' | 'open';

/** All that one service calls another by, seen as one. */
export interface Edge {
  readonly caller: string;
  readonly callee: string;
  /** The policy to look at first comes first: one whose breaker is not closed, then the busiest. */
  readonly policies: readonly WatchedPipeline[];
  readonly perSecond: number;
  /** The worst of its policies. */
  readonly breaker: BreakerWord;
  /** The caller is silent: this is what it said last. */
  readonly isOld: boolean;
}

const badness: Record<BreakerWord, number> = { closed: 0, 'half-open': 1, open: 2 };

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
    isOld: from?.word === 'silent',
  };
}

/** A breaker that is switched off stops nobody, whatever it says. */
function stateOf({ breaker, switches }: WatchedPipeline): BreakerWord {
  return switches.breaker === false ? 'closed' : (breaker?.state ?? 'closed');
}
