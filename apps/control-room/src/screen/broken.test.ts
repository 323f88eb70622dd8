import type { State } from '../state.ts';
import type { WatchedService } from '../watch-services.ts';
import { broken, brokenNow, labRun } from './broken.ts';
import { patterns } from './patterns.ts';

const service = (name: string, status: WatchedService['status'] = 'ready', more: object = {}) =>
  ({
    name,
    status,
    reportedAt: null,
    pipelines: [],
    patterns: {},
    undoneAt: {},
    faults: [],
    ...more,
  }) as WatchedService;
const process = (name: string, state: string, ready = state === 'running') => ({
  name,
  state,
  ready,
  kind: ['postgres', 'redis'].includes(name) ? 'database' : 'app',
});
const stateOf = (services: WatchedService[], list?: object[]) =>
  ({ services, processes: list && { list, silent: false } }) as unknown as State;
const text = async (state: State) =>
  String(await broken(state))
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

describe('what the control room says is broken', () => {
  it('is nothing in a shop that runs, and there is nothing to heal', async () => {
    const calm = stateOf([service('search')], [process('search', 'running'), process('postgres', 'running')]);
    expect(await text(calm)).toBe('everything runs, no fault is on, all patterns are on');
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
    expect(await text(stateOf(services, list))).toBe(
      '3 services down: search frozen, comments killed, bank silent · ' +
        '2 databases down: postgres killed, redis not ready Heal everything',
    );
  });

  it('names four of a kind and counts the others', async () => {
    const silent = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => service(name, 'silent'));
    expect(await text(stateOf(silent))).toContain(
      '6 services down: a silent, b silent, c silent, d silent and 2 more Heal',
    );
  });

  it('is what does not answer where containers run the shop', () => {
    expect(brokenNow(stateOf([service('search', 'silent'), service('bank', 'not ready')])).services).toEqual([
      'search silent',
      'bank not ready',
    ]);
  });

  it('is also visitors that do not answer', () => {
    const visitors = { report: undefined, reportedAt: undefined, isSilent: true };
    expect(brokenNow({ ...stateOf([service('search')]), visitors }).services).toEqual(['visitors silent']);
    const list = [process('search', 'running'), process('visitors', 'killed')];
    expect(brokenNow({ ...stateOf([service('search')], list), visitors }).services).toEqual(['visitors killed']);
  });

  it('is a fault with its time, a call that a breaker refuses, and a pattern that is off', async () => {
    const breaker = { state: 'open', failuresInRow: 0, retryInMs: 9_000 };
    const switches = { bulkhead: false, breaker: true };
    const pipelines = [{ name: 'stock', service: 'checkout', switches, perSecond: 1, breaker }];
    const faults = [{ name: 'room-slow', kind: 'slow', remainingMs: 12_000, injected: 0 }];
    const state = stateOf([
      service('storefront', 'ready', { pipelines }),
      service('checkout'),
      service('bank', 'ready', { faults }),
    ]);
    expect(await text(state)).toBe(
      '1 fault on: bank slow, 12 s left · 1 call refused by its breaker: storefront → checkout · ' +
        'patterns off: bulkhead Heal everything',
    );
  });

  it('is the fault of a service, and not also the breakers that open for it', () => {
    const breaker = { state: 'open', failuresInRow: 0, retryInMs: 9_000 };
    const pipelines = [{ name: 'stock', service: 'checkout', switches: {}, perSecond: 1, breaker }];
    const faults = [{ name: 'room-slow', kind: 'slow', remainingMs: 12_000, injected: 0 }];
    const services = [service('storefront', 'ready', { pipelines }), service('checkout', 'ready', { faults })];
    expect(brokenNow(stateOf(services))).toMatchObject({ refused: [], faults: [{ service: 'checkout' }] });
  });

  it('is a pattern that is off, with the time after which it is on again', async () => {
    const pipelines = [{ name: 'search', service: 'search', switches: { breaker: false, retry: false }, perSecond: 1 }];
    const undoneAt = {
      'search.breaker': new Date(Date.now() + 41_500).toISOString(),
      'tiles.breaker': new Date(Date.now() + 30_000).toISOString(),
      'search.openMs': new Date(Date.now() + 300_000).toISOString(),
    };
    const state = stateOf([service('storefront', 'ready', { pipelines, undoneAt })]);
    expect(await text(state)).toContain('patterns off: retry, breaker, 42 s left Heal');
    const row = String(await patterns(state)).replaceAll(/<[^>]*>/g, '');
    expect(row).toMatch(/on bulkhead[\s\S]*off retry[\s\S]*off breaker[\s\S]*on in 42 sAll on/);
  });

  it('is not the twin, which is meant to be without patterns', async () => {
    const pipelines = [{ name: 'search', service: 'search', switches: { breaker: false }, perSecond: 1 }];
    expect(await text(stateOf([service('storefront-twin', 'ready', { pipelines })]))).toContain('all patterns are on');
  });
});

it('the experiment of the lab is named with the time it still has', async () => {
  const lab = { id: '1', experiment: 'news', startedAt: '', endsAt: new Date(Date.now() + 20_000).toISOString() };
  expect(String(await labRun({ ...stateOf([]), lab }))).toMatch(/the lab runs <b>news<\/b>, .*(19|20) s<\/span> left/);
  expect(String(await labRun(stateOf([])))).toBe('<p id="lab" hidden></p>');
});
