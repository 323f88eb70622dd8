import { fault, itself, leave, maybe, withHint, withPostgres, withRow } from './changes.ts';
import type { Setting } from './mechanisms.ts';
import { type ChargeStep, isFinal, type Rows, type State } from './state.ts';

/** A process dies, at whatever line it stands. The sweeper of another process goes on where this one looked. */
export function killNine(state: State, name: string): ChargeStep[] {
  return fault(state, 'kill -9', () => ({ says: `kill -9 hits ${name}`, to: leave(state, name) }));
}

/** A lease ends by itself when its holder is gone; under a living one only when that is frozen for so long. */
export function leases({ world }: Setting, state: State): ChargeStep[] {
  return Object.entries(state.postgres.rows).flatMap(([key, row]) => {
    if (row === null || isFinal(row.state) || row.state === 'taken-back') return [];
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
      steps.push(maybe(`key ${key} is given up`, withRow(state, key, { ...row, givenUp: true })));
    return steps;
  });
}

function holderOf(state: State, key: string, fence: number): string | undefined {
  const works = Object.entries(state.workers).find(
    ([, worker]) => 'fence' in worker && worker.key === key && worker.fence === fence,
  );
  return works?.[0];
}

/** Redis forgets one claim when its lease ends, and all of it in a flush or a failover; and it may be lied to. */
export function unreliableRedis(state: State): ChargeStep[] {
  const steps = Object.entries(state.redis).flatMap(([key, hint]) => {
    if (hint.is !== 'claimed') return [];
    const free = withHint(state, key, { is: 'free' });
    if (state.workers[hint.by]?.is === 'gone') return [itself(`the claim of key ${key} in Redis ends`, free)];
    return fault(state, 'frozen worker', () => ({
      says: `${hint.by} is frozen until its claim of key ${key} in Redis has ended`,
      to: free,
    }));
  });
  steps.push(...forgeries(state));
  const keys = Object.keys(state.redis);
  if (keys.every(key => state.redis[key]?.is === 'free')) return steps;
  const redis = Object.fromEntries(keys.map(key => [key, { is: 'free' as const }]));
  return [...steps, ...fault(state, 'Redis forgets', () => ({ says: 'Redis is flushed', to: { ...state, redis } }))];
}

function forgeries(state: State): ChargeStep[] {
  return Object.keys(state.redis).flatMap(key =>
    fault(state, 'Redis lies', () => ({
      says: `an answer for key ${key} is forged in Redis`,
      to: withHint(state, key, { is: 'finished', verdict: 'moved' }),
    })),
  );
}

export function outages(state: State): ChargeStep[] {
  if (state.postgres.away) return [itself('Postgres comes back', withPostgres(state, { away: false }))];
  const says = 'Postgres goes away';
  return fault(state, 'Postgres outage', () => ({ says, to: withPostgres(state, { away: true }) }));
}

/**
 * Once in a story, the standby has received nothing more for a while, and is promoted: any suffix of the commits is lost.
 *
 * Not where the bank would move any sum: then nothing but the ledger knows what may still be refunded.
 */
export function lostCommits({ world }: Setting, state: State): ChargeStep[] {
  if (world.overLimit === 'moves') return [];
  const { standby, rows, wentBack } = state.postgres;
  // A replay from Redis is one round trip: nothing comes in between.
  if (wentBack || Object.values(state.workers).some(({ is }) => is === 'replaying')) return [];
  if (standby === null)
    return fault(state, 'lost commits', () => ({
      says: 'the standby receives no more commits',
      to: withPostgres(state, { standby: rows }),
    }));
  if (JSON.stringify(standby) === JSON.stringify(rows)) return [];
  // The sessions of the old server end, and with them the statements that wait there.
  const promoted = withPostgres(state, { rows: standby, standby: null, late: [], away: false, wentBack: true });
  const says = 'the standby is promoted, and what was committed since is lost';
  return [{ says, to: { ...promoted, workers: withoutLostRefusals(state, standby) }, by: 'lost commits' }];
}

/** "Nothing was charged" that rested on a row taken back: with that commit lost it promises nothing any more. */
function withoutLostRefusals({ workers, postgres }: State, standby: Rows): State['workers'] {
  const isLost = (key: string) => postgres.rows[key]?.state === 'taken-back' && standby[key]?.state === 'pending';
  const keys = Object.keys(standby).filter(isLost);
  if (keys.length === 0) return workers;
  return Object.fromEntries(
    Object.entries(workers).map(([name, worker]) =>
      worker.is === 'gone' && worker.refused !== undefined && keys.includes(worker.refused)
        ? [name, { is: 'gone' }]
        : [name, worker],
    ),
  );
}
