import { askBank, stopWaiting, takeBack } from './ask.ts';
import { deliveries } from './bank.ts';
import { claim, insert, takeOver } from './claim.ts';
import type { Model } from './explore.ts';
import { killNine, leases, lostCommits, outages, unreliableRedis } from './faults.ts';
import { arrive, replay } from './gate.ts';
import { lateStatements } from './late-statements.ts';
import { has, type Setting } from './mechanisms.ts';
import { reconciliation } from './reconciliation.ts';
import { answer, book, settle } from './settle.ts';
import { type ChargeStep, isLeft, startOf, type State, SWEEPER } from './state.ts';
import { violationsIn } from './violations.ts';

/** The protocol that charges a card exactly once, as everything that may happen in a small world with some faults. */
export function chargeModel(setting: Setting, faults: number): Model<State, ChargeStep> {
  return {
    start: startOf(setting.world, faults),
    stepsFrom: state =>
      [
        ...Object.keys(state.workers).flatMap(name => workerSteps(setting, state, name)),
        ...deliveries(setting, state),
        ...leases(setting, state),
        ...unreliableRedis(state),
        ...outages(state),
        ...lateStatements(setting, state),
        ...lostCommits(setting, state),
        ...reconciliation(setting, state),
      ].filter(({ by }) => by === 'itself' || by === 'maybe' || setting.faults?.includes(by) !== false),
    wrongWith: (state, next) => violationsIn(setting, state, next),
  };
}

function workerSteps(setting: Setting, state: State, name: string): ChargeStep[] {
  const worker = state.workers[name];
  if (worker === undefined || worker.is === 'gone') return [];
  if (worker.is === 'idle') return name === SWEEPER ? sweep(setting, state) : arrive(setting, state, name);
  return [...killNine(state, name), ...workOn(setting, state, name)];
}

/** What the worker does next. */
function workOn(setting: Setting, state: State, name: string): ChargeStep[] {
  const worker = state.workers[name];
  switch (worker?.is) {
    case 'claiming':
      return claim(setting, state, name, worker);
    case 'inserting':
      return insert(setting, state, name, worker);
    case 'replaying':
      return replay(setting, state, name, worker);
    case 'asking':
      return askBank(state, name, worker);
    case 'waiting':
      return stopWaiting(setting, state, name, worker);
    case 'taking-back':
      return takeBack(setting, state, name, worker);
    case 'settling':
      return settle(setting, state, name, worker);
    case 'booking':
      return book(state, name, worker);
    case 'answering':
      return answer(setting, state, name, worker);
    default:
      return [];
  }
}

/** The sweeper settles what no process holds, without its client. */
function sweep(setting: Setting, state: State): ChargeStep[] {
  if (state.postgres.away || !has(setting, 'sweeper')) return [];
  return Object.entries(state.postgres.rows).flatMap(([key, row]) =>
    row === null || !isLeft(row) ? [] : takeOver(setting, state, SWEEPER, { key }, row),
  );
}
