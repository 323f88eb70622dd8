import { Transitions } from './transitions.ts';
import type { WatchedService } from './watch-services.ts';

const counts = { calls: 0, ok: 0, retriedOk: 0, failed: 0, refused: 0, ignored: 0, timedOut: 0, fallback: 0 };
const at = '2026-01-01T00:00:00.000Z';

describe('what has changed', () => {
  const shop = (status: WatchedService['status'], state: 'closed' | 'open', breaker = true): WatchedService[] => [
    {
      name: 'storefront',
      status,
      reportedAt: at,
      faults: [],
      patterns: {},
      undoneAt: {},
      pipelines: [
        {
          name: 'search',
          breaker: { state, failuresInRow: 0, retryInMs: 0 },
          counts,
          service: 'search',
          perSecond: 0,
          switches: { breaker },
          numbers: {},
        },
      ],
    },
  ];
  const texts = (log: Transitions, services: WatchedService[]) => log.add(services, at).map(({ text }) => text);

  it('is nothing at first, and nothing when all is as before', () => {
    const log = new Transitions();
    expect(texts(log, shop('ready', 'closed'))).toEqual([]);
    expect(texts(log, shop('ready', 'closed'))).toEqual([]);
  });

  it('is reported once, in order: the service, its breakers, its switches', () => {
    const log = new Transitions();
    texts(log, shop('ready', 'closed'));
    expect(texts(log, shop('not ready', 'open', false))).toEqual([
      'storefront: not ready',
      'storefront → search: breaker open',
      'storefront → search: breaker switched off',
    ]);
    expect(texts(log, shop('not ready', 'open', false))).toHaveLength(3);
  });

  it('includes a fault when it begins and when it has ended', () => {
    const log = new Transitions();
    const fault = { name: 'room-slow', kind: 'slow', remainingMs: 1000, injected: 0 };
    const [storefront] = shop('ready', 'closed');
    texts(log, [storefront!]);
    texts(log, [{ ...storefront!, faults: [fault] }]);
    texts(log, [{ ...storefront!, faults: [{ ...fault, injected: 7 }] }]); // one more injection is no change
    expect(texts(log, [storefront!])).toEqual(['storefront, on purpose: slow', 'storefront, on purpose: no fault']);
  });

  it('says nothing of the policies of a silent service until it speaks again', () => {
    const log = new Transitions();
    texts(log, shop('ready', 'closed'));
    expect(texts(log, shop('silent', 'open'))).toEqual(['storefront: silent']);
    expect(texts(log, shop('ready', 'open'))).toEqual([
      'storefront: silent',
      'storefront: ready',
      'storefront → search: breaker open',
    ]);
  });

  it('keeps the latest eight, each under a number of its own', () => {
    const log = new Transitions();
    for (let turn = 0; turn < 11; turn++) log.add(shop('ready', turn % 2 === 0 ? 'closed' : 'open'), at);
    expect(log.add(shop('ready', 'closed'), at).map(({ number }) => number)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  });
});
