import type { State } from '../state.ts';
import type { WatchedService } from '../watch-services.ts';
import { brokenNow, summary } from './status.ts';

const service = (name: string, status: WatchedService['status'] = 'ready', more: object = {}) =>
  ({ name, status, reportedAt: null, pipelines: [], patterns: {}, faults: [], ...more }) as WatchedService;
const process = (name: string, state: string, ready = state === 'running') => ({ name, state, ready });
const stateOf = (services: WatchedService[], list?: object[]) =>
  ({ services, processes: list && { list, silent: false } }) as unknown as State;
const text = async (state: State) => String(await summary(state)).replaceAll(/<[^>]*>/g, '');

describe('what the control room says is broken', () => {
  it('is nothing in a shop that runs', async () => {
    const calm = stateOf([service('search')], [process('search', 'running'), process('postgres', 'running')]);
    expect(brokenNow(calm)).toEqual([]);
    expect(await text(calm)).toBe('everything runs, no fault is on');
  });

  it('is every process that was killed, stopped or frozen, a database too, though no fault is on', async () => {
    const services = [service('search', 'silent'), service('comments', 'silent'), service('bank', 'silent')];
    const list = [
      process('postgres', 'killed'),
      process('redis', 'running', false),
      process('search', 'frozen'),
      process('comments', 'killed'),
      process('bank', 'running'),
    ];
    const state = stateOf(services, list);
    expect(brokenNow(state)).toEqual([
      'postgres killed',
      'redis not ready',
      'search frozen',
      'comments killed',
      'bank silent',
    ]);
    expect(await text(state)).toBe('postgres killed, redis not ready and 3 more');
  });

  it('is what does not answer where containers run the shop', () => {
    expect(brokenNow(stateOf([service('search', 'silent'), service('bank', 'not ready')]))).toEqual([
      'search silent',
      'bank not ready',
    ]);
  });

  it('is also visitors that do not answer, where containers run the shop', () => {
    const visitors = { report: undefined, reportedAt: undefined, isSilent: true };
    expect(brokenNow({ ...stateOf([service('search')]), visitors })).toEqual(['visitors silent']);
    const list = [process('search', 'running'), process('visitors', 'killed')];
    expect(brokenNow({ ...stateOf([service('search')], list), visitors })).toEqual(['visitors killed']);
  });

  it('is a service that runs and is not called, and one with a fault', async () => {
    const breaker = { state: 'open', failuresInRow: 0, retryInMs: 9_000 };
    const pipelines = [{ name: 'stock', service: 'checkout', switches: {}, perSecond: 1, breaker }];
    const faults = [{ name: 'room-slow', kind: 'slow', remainingMs: 12_000, injected: 0 }];
    const state = stateOf([service('storefront', 'ready', { pipelines }), service('checkout', 'ready', { faults })]);
    expect(await text(state)).toBe('checkout degraded; 1 fault, first ends in 12 s');
  });
});
