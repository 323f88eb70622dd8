import { type PolicyOptions, SECOND } from '@watertight/resilience';
import { hangs, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { noBulkhead, openPipeline } from './bench.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

const breaker = { failuresToOpen: 5 };

interface Arm extends PolicyOptions {
  readonly timeout: { readonly afterMs: number };
  readonly breaker?: { readonly failuresToOpen: number };
}

/** A limit that ends after the load has, and a short one, each without and with a breaker. */
function armsWith(long: string, longMs: number): Readonly<Record<string, Arm>> {
  const limit = (afterMs: number) => ({ bulkhead: noBulkhead, timeout: { afterMs } });
  return {
    [long]: limit(longMs),
    [`${long}, breaker`]: { ...limit(longMs), breaker },
    '300 ms': limit(300),
    '300 ms, breaker': { ...limit(300), breaker },
  };
}

export default experiment({
  asks: '50 requests a second meet a service that hangs. How many are sent, and how long do they wait?',
  textbook: '1,000 requests queued waiting for Service B, each until its timeout of 30 s.',
  hypothesis: 'A short timeout shortens each wait; only with it does the breaker open in time to prevent most of them.',
  held: 'No retry and no bulkhead: what is measured is how often the service is called and how long the callers wait.',
  guess: { question: 'How many requests reach the service with 300 ms and a breaker?', arm: '300 ms, breaker' },
  setup: isQuick => {
    const long = isQuick ? '5 s' : '30 s';
    const [forMs, longMs] = isQuick ? [5 * SECOND, 5 * SECOND] : [20 * SECOND, 30 * SECOND];
    return { seconds: (forMs + longMs) / SECOND + 1, perSecond: 50, forMs, long, arms: armsWith(long, longMs) };
  },
  async run(arm, { perSecond, forMs, arms }) {
    await using callee = await openCallee(hangs);
    using calls = openPipeline(arms[arm] ?? {});
    let waitedMs = 0;
    const call = async () => {
      const startMs = performance.now();
      await calls.run(({ signal }) => callee.ask(signal)).catch(() => undefined);
      waitedMs += performance.now() - startMs;
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    return { sent: callee.asked, waitedS: waitedMs / SECOND, latenessMs };
  },
  predict({ perSecond, forMs, long, arms }) {
    const all = (perSecond * forMs) / SECOND;
    const sent = ({ timeout, breaker }: Arm) => {
      if (breaker === undefined) return all;
      const opensAtMs = ((breaker.failuresToOpen - 1) * SECOND) / perSecond + timeout.afterMs;
      return Math.min(all, Math.ceil((opensAtMs * perSecond) / SECOND));
    };
    const waitedS = (arm: Arm) => (sent(arm) * arm.timeout.afterMs) / SECOND;
    const short = arms['300 ms, breaker'];
    const failuresToOpen = short?.breaker?.failuresToOpen ?? NaN;
    const limitMs = short?.timeout.afterMs ?? NaN;
    const leavesAtMs = ((failuresToOpen - 1) * SECOND) / perSecond;
    const before = ((leavesAtMs + limitMs) * perSecond) / SECOND;
    return [
      {
        what: 'requests that reach the service that hangs',
        unit: 'requests',
        why: `Call ${failuresToOpen} leaves after ${leavesAtMs} ms and fails ${limitMs} ms later, at ${leavesAtMs + limitMs} ms. Until then ${(leavesAtMs + limitMs) / SECOND} s × ${perSecond}/s = ${before} calls leave. Call ${before + 1} is due at that moment, and may leave too.`,
        predicted: inEach(arms, arm => about(sent(arm), sent(arm) < all ? 3 : 0)),
        claim: { on: '300 ms, breaker', off: long, bound: atMost(25) },
        measure: ({ sent }) => sent,
      },
      {
        what: 'all waits together',
        unit: 's',
        why: `Requests × limit. A breaker with ${long} saves nothing: the first failure comes after the last request has left.`,
        predicted: inEach(arms, arm => about(waitedS(arm), 0.1 * waitedS(arm))),
        claim: { on: '300 ms, breaker', off: `${long}, breaker`, bound: atMost(30) },
        measure: ({ waitedS }) => waitedS,
      },
    ];
  },
  questions: [
    [
      'Why 19 and not 5?',
      'A breaker sees a failure only when the timeout reports it; until then every request is let through.',
    ],
  ],
  see: {
    page: '`npm run shop freeze comments`, then open a product page with `?xray`: one attempt, 250 ms, no answer.',
    room: '<http://localhost:8081/?at=storefront.comments>: after five failures the breaker opens and counts down from 30 s.',
    trace: '`refused: breaker_open` in place of an attempt.',
  },
  changeOne: 'Let the breaker open after 10 failures. When does it open, and how many requests have left by then?',
  sources: [
    ['Michael Nygard, Release It!, 2nd edition (2018)', 'https://pragprog.com/titles/mnee2/release-it-second-edition/'],
    ['Martin Fowler, CircuitBreaker (2014)', 'https://martinfowler.com/bliki/CircuitBreaker.html'],
  ],
});
