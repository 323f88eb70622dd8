import { type Pipeline, SECOND } from '@watertight/resilience';
import { answers, hangs, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { openPipeline } from './bench.ts';
import { about, atLeast, experiment } from './experiment.ts';

const services = ['search', 'checkout', 'profile'] as const;
type Service = (typeof services)[number];

/** Of one pool for all services, or of one for each. */
type Permits = number | Readonly<Record<Service, number>>;
const separate = { search: 100, checkout: 200, profile: 50 };

export default experiment({
  asks: 'Search hangs. Can people still pay?',
  textbook: 'Slow search requests fill the pool. Checkout requests cannot get a thread.',
  hypothesis:
    'With a bulkhead for each service checkout always answers; with one shared pool of the same size it soon never does.',
  held: 'No timeout, no breaker, no retry: they would return the permits and hide what the bulkhead does.',
  guess: {
    question: 'What percentage of checkout requests is answered after the pool is full, with one pool?',
    arm: 'one pool',
  },
  setup: isQuick => ({
    seconds: isQuick ? 7 : 11,
    forMs: isQuick ? 6 * SECOND : 10 * SECOND,
    perSecond: { search: 100, checkout: 10, profile: 5 },
    arms: { bulkheads: separate, 'one pool': 350 } as Readonly<Record<string, Permits>>,
  }),
  async run(arm, { forMs, perSecond, arms }) {
    await using hung = await openCallee(hangs);
    await using healthy = await openCallee(answers);
    using opened = new DisposableStack();
    const pools = openPools(opened, arms[arm] ?? 0);
    const over = new AbortController();
    const checkouts: { atMs: number; isAnswered: boolean }[] = [];
    let refused = 0;
    const startMs = performance.now();
    const call = async (service: Service) => {
      const atMs = performance.now() - startMs;
      const attempt = ({ signal }: { signal: AbortSignal }) => (service === 'search' ? hung : healthy).ask(signal);
      const result = await Promise.allSettled([pools[service].run(attempt, { signal: over.signal })]);
      const isAnswered = result[0].status === 'fulfilled';
      if (service === 'checkout') checkouts.push({ atMs, isAnswered });
      if (service === 'search' && !over.signal.aborted) refused += 1;
    };
    const loads = services.map(service =>
      openLoop({ perSecond: perSecond[service], forMs, call: () => call(service) }),
    );
    setTimeout(() => over.abort(), forMs + 200);
    const latenessMs = Math.max(...(await Promise.all(loads)).map(load => load.latenessMs));
    const checkoutPercentFrom = (fromMs: number) => {
      const later = checkouts.filter(({ atMs }) => atMs >= fromMs);
      return (100 * later.filter(({ isAnswered }) => isAnswered).length) / later.length;
    };
    return { checkoutPercentFrom, searching: hung.asked, refused, latenessMs };
  },
  predict({ forMs, perSecond, arms }) {
    const limitOf = (arm: string) => {
      const permits = arms[arm] ?? 0;
      return typeof permits === 'number' ? permits : permits.search;
    };
    const pool = limitOf('one pool');
    const [walled, fullAfterS] = [limitOf('bulkheads'), pool / perSecond.search];
    const all = (perSecond.search * forMs) / SECOND;
    return [
      {
        what: 'checkout requests answered after the pool is full',
        unit: '%',
        why: `Search never returns a permit: ${pool} permits ÷ ${perSecond.search} a second = full after ${fullAfterS} s. Then one pool has no permit for checkout.`,
        predicted: { bulkheads: about(100, 0), 'one pool': about(0, 5) },
        claim: { on: 'bulkheads', off: 'one pool', bound: atLeast(99) },
        measure: ({ checkoutPercentFrom }) => checkoutPercentFrom(fullAfterS * SECOND + 500),
      },
      {
        what: 'search requests in progress at most',
        unit: 'requests',
        why: `All permits that search can get: its own ${walled}, or the whole pool but for what checkout and profile hold at that moment.`,
        predicted: { bulkheads: about(walled, 0), 'one pool': about(pool, 2) },
        measure: ({ searching }) => searching,
      },
      {
        what: 'search requests refused at once',
        unit: 'requests',
        why: `All ${all} but those that hold a permit.`,
        predicted: { bulkheads: about(all - walled, 1), 'one pool': about(all - pool, 5) },
        measure: ({ refused }) => refused,
      },
    ];
  },
  questions: [
    ['Why 350 in one pool and not 100?', 'The comparison is fair only with equal resources: 100 + 200 + 50.'],
    [
      '5 % of the requests never end, each held for 100 s by a deadline. What share do 1,000 permits serve of 1,000 a second?',
      '1,000 ÷ (1,000 × (0.05 × 100 + 0.95 × 0.1)) = 1,000 ÷ 5,095 = 19.6 %.',
    ],
  ],
  see: {
    room: '<http://localhost:8081/?at=storefront.search>: the permits in use, of 100.',
    trace: '`refused: bulkhead_full`, and `watertight.bulkhead.running` on the call.',
  },
  changeOne: 'Make the pool 200. When is it full, and how many searches are refused?',
  sources: [
    ['Michael Nygard, Release It!, 2nd edition (2018)', 'https://pragprog.com/titles/mnee2/release-it-second-edition/'],
    ['Microsoft, Bulkhead pattern', 'https://learn.microsoft.com/azure/architecture/patterns/bulkhead'],
  ],
});

/** Opens one pipeline for all services, or one for each. */
function openPools(opened: DisposableStack, permits: Permits): Readonly<Record<Service, Pipeline>> {
  const open = (running: number) => opened.use(openPipeline({ bulkhead: { running } }));
  if (typeof permits !== 'number')
    return { search: open(permits.search), checkout: open(permits.checkout), profile: open(permits.profile) };
  const shared = open(permits);
  return { search: shared, checkout: shared, profile: shared };
}
