import { leave, itself, maybe, tell, withHint, withWorker } from './changes.ts';
import { startAsking } from './claim.ts';
import { has, type Setting } from './mechanisms.ts';
import type { ChargeStep, State, Worker } from './state.ts';
import { wordFor } from './worlds.ts';

/** A request arrives. Redis is asked first, and says "new", "busy", "ask the store" or nothing. */
export function arrive(setting: Setting, state: State, name: string): ChargeStep[] {
  const { requests } = setting.world;
  const key = requests[name];
  if (key === undefined) return [];
  const earlier = Object.keys(requests).find(other => requests[other] === key && state.workers[other]?.is === 'idle');
  if (earlier !== name) return []; // the first of two equal requests comes first: the other order is the same story
  const takes = `${name} takes the request with key ${key}`;
  const goesOn = (from: State) => afterGate(setting, from, name, key);
  const noOpinion = maybe(`${takes}; Redis does not answer`, goesOn(state));
  const hint = state.redis[key];
  switch (hint?.is) {
    case 'finished':
      if (has(setting, 'answers-from-the-row')) return [maybe(`${takes}; Redis says: ask the store`, goesOn(state))];
      return [
        maybe(`${takes}; Redis has an answer`, withWorker(state, name, { ...hint, is: 'replaying', key })),
        noOpinion,
      ];
    case 'claimed':
      return [maybe(`${name} answers 409: Redis says that ${hint.by} has key ${key}`, leave(state, name)), noOpinion];
    default: {
      const claimed = withHint(state, key, { is: 'claimed', by: name });
      return [maybe(`${takes} and claims it in Redis`, goesOn(claimed)), noOpinion];
    }
  }
}

/** The answer of Redis, without a look at the row. */
export function replay(
  { world }: Setting,
  state: State,
  name: string,
  { key, verdict }: Worker & { is: 'replaying' },
): ChargeStep[] {
  const says = `${name} answers from Redis that key ${key} is ${wordFor(world, verdict)}`;
  return [itself(says, tell(state, name, key, verdict))];
}

function afterGate(setting: Setting, state: State, name: string, key: string): State {
  if (has(setting, 'row') && has(setting, 'row-first')) return withWorker(state, name, { is: 'claiming', key });
  return startAsking(setting, state, name, key);
}
