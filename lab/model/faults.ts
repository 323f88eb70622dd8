import { fault, itself, leave, somebody, withHint, withPostgres, withRow } from './changes.ts';
import type { Setting } from './mechanisms.ts';
import { type ChargeStep, isFinal, type State } from './state.ts';

/** A process dies, at whatever line it stands. The sweeper of another process goes on where this one looked. */
export function killNine(state: State, name: string): ChargeStep[] {
  return fault(state, 'kill -9', () => ({ says: `kill -9 hits ${name}`, to: leave(state, name) }));
}

/** A lease ends by itself when its holder is gone; under a living one only when that is frozen for so long. */
export function leases({ world }: Setting, state: State): ChargeStep[] {
  return Object.entries(state.postgres.rows).flatMap(([key, row]) => {
    if (row === null || isFinal(row.state)) return [];
    const steps: ChargeStep[] = [];
    if (row.held) {
      const holder = holderOf(state, key, row.fence);
      const free = withRow(state, key, { ...row, held: false });
      if (holder === undefined) steps.push(itself(`the lease of key ${key} ends`, free));
      else
        steps.push(
          ...fault(state, 'frozen worker', () => ({
            says: `${holder} is frozen until its lease of key ${key} has ended`,
            to: free,
          })),
        );
    }
    if (world.canBeGivenUp && !row.givenUp)
      steps.push(somebody(`key ${key} is given up`, withRow(state, key, { ...row, givenUp: true })));
    return steps;
  });
}

function holderOf(state: State, key: string, fence: number): string | undefined {
  const works = Object.entries(state.workers).find(
    ([, worker]) => 'fence' in worker && worker.key === key && worker.fence === fence,
  );
  return works?.[0];
}

/** Redis forgets: one claim when its lease ends, all of it in a flush or a failover. */
export function forgetfulRedis(state: State): ChargeStep[] {
  const steps = Object.entries(state.redis).flatMap(([key, hint]) => {
    if (hint.is !== 'claimed') return [];
    const free = withHint(state, key, { is: 'free' });
    if (state.workers[hint.by]?.is === 'gone') return [itself(`the claim of key ${key} in Redis ends`, free)];
    return fault(state, 'frozen worker', () => ({
      says: `${hint.by} is frozen until its claim of key ${key} in Redis has ended`,
      to: free,
    }));
  });
  const keys = Object.keys(state.redis);
  if (keys.every(key => state.redis[key]?.is === 'free')) return steps;
  const redis = Object.fromEntries(keys.map(key => [key, { is: 'free' as const }]));
  return [...steps, ...fault(state, 'Redis forgets', () => ({ says: 'Redis is flushed', to: { ...state, redis } }))];
}

export function outages(state: State): ChargeStep[] {
  if (state.postgres.away) return [itself('Postgres comes back', withPostgres(state, false))];
  return fault(state, 'Postgres outage', () => ({ says: 'Postgres goes away', to: withPostgres(state, true) }));
}
