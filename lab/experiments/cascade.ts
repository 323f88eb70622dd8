import { type PolicyOptions, SECOND } from '@watertight/resilience';
import { hangs, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { noBulkhead } from './bench.ts';
import { about, atLeast, atMost, experiment, inEach } from './experiment.ts';
import { openPassingService, readOwnPages } from './passing-service.ts';

const [failuresToOpen, afterMs] = [5, 300];
const careless: PolicyOptions = { bulkhead: noBulkhead };
const careful: PolicyOptions = { ...careless, timeout: { afterMs }, breaker: { failuresToOpen } };

/** How A calls B, and how C calls A. */
interface Arm {
  readonly a: PolicyOptions;
  readonly c: PolicyOptions;
}

function numbersOf(permits: { a: number; c: number }, perSecond: number) {
  const most = Math.min(permits.a, permits.c);
  const opensAtMs = ((failuresToOpen - 1) * SECOND) / perSecond + afterMs;
  return {
    /** Requests that can hang at once, and when they do. */
    most,
    fullS: most / perSecond,
    /** The breaker, and how many requests have left by then. */
    opensAtMs,
    sent: Math.ceil((opensAtMs * perSecond) / SECOND),
    /** With the limit alone. */
    atOnce: (perSecond * afterMs) / SECOND,
  };
}

const by = ({ a, c }: Arm, atA: number, atC: number, none: number) =>
  a === careful ? atA : c === careful ? atC : none;

export default experiment({
  asks: 'B hangs, A calls B, and C calls A. Which services still answer pages that do not need B?',
  textbook: 'The threads of service A are used up. Service C calls A and becomes slow too: a cascade.',
  hypothesis:
    'Without a breaker A and C stop two seconds after B, also for pages that need no B. One breaker saves both.',
  held: 'A and C have 100 permits each and no queue. Neither notices that its own caller has left. No retry.',
  guess: {
    question: 'What percentage of these pages does A answer after three seconds, without a breaker?',
    arm: 'none',
  },
  setup: isQuick => ({
    seconds: isQuick ? 5 : 8,
    forMs: isQuick ? 4 * SECOND : 7 * SECOND,
    permits: { a: 100, c: 100 },
    perSecond: { passing: 50, own: 10 },
    arms: {
      'breaker at A': { a: careful, c: careless },
      'breaker at C': { a: careless, c: careful },
      none: { a: careless, c: careless },
    } as Readonly<Record<string, Arm>>,
  }),
  async run(arm, { forMs, permits, perSecond, arms }) {
    await using opened = new AsyncDisposableStack();
    const policies = arms[arm]!;
    const b = opened.use(await openCallee(hangs));
    const a = await openPassingService(opened, permits.a, policies.a, b);
    const c = await openPassingService(opened, permits.c, policies.c, a);
    const over = new AbortController();
    const { signal } = over;
    const fromMs = (numbersOf(permits, perSecond.passing).fullS + 0.5) * SECOND;
    const pages = { perSecond: perSecond.own, forMs, fromMs, signal };
    const passed = openLoop({ perSecond: perSecond.passing, forMs, call: () => c.ask(signal) });
    const [ofA, ofC] = await Promise.all([readOwnPages(a, pages), readOwnPages(c, pages)]);
    const heldAtEnd = a.passing;
    over.abort();
    const latenessMs = Math.max(ofA.latenessMs, ofC.latenessMs, (await passed).latenessMs);
    return { ofA: ofA.percent, ofC: ofC.percent, mostHeld: a.mostPassing, heldAtEnd, latenessMs };
  },
  predict({ forMs, permits, perSecond, arms }) {
    const { most, fullS, opensAtMs, sent, atOnce } = numbersOf(permits, perSecond.passing);
    // More leave at once after a pause: 50 ms of it may go unnoticed, and 1 % of the calls besides.
    const within = Math.ceil((perSecond.passing * (50 + 0.01 * forMs)) / SECOND);
    const held = (atA: number, none: number) => (arm: Arm) =>
      about(by(arm, atA, sent, none), by(arm, atA === 0 ? 0 : within, within, 0));
    const ownPages = (of: 'a' | 'c') => ({
      what: `own pages that ${of.toUpperCase()} answers after ${fullS} s`,
      unit: '%',
      predicted: inEach(arms, arm => about(by(arm, 100, 100, permits[of] > most ? 100 : 0), 0)),
      claim: { on: 'breaker at A', off: 'none', bound: atLeast(99) },
    });
    return [
      {
        ...ownPages('a'),
        why: `A request that B does not answer keeps its permit: ${most} permits ÷ ${perSecond.passing} a second = none left after ${fullS} s. Then A refuses its own pages too.`,
        measure: ({ ofA }) => ofA,
      },
      {
        ...ownPages('c'),
        why: `The same requests hold permits of C: ${most} of ${permits.c}. C has no fault and does not call B.`,
        measure: ({ ofC }) => ofC,
      },
      {
        what: 'requests that A holds for B at most',
        unit: 'requests',
        why: `Limit at A: ${perSecond.passing} a second × ${afterMs} ms = ${atOnce}. Breaker at C: the ${sent} that leave in the ${opensAtMs} ms before it opens. None: all permits.`,
        predicted: inEach(arms, held(atOnce, most)),
        measure: ({ mostHeld }) => mostHeld,
      },
      {
        what: 'requests that A still holds at the end',
        unit: 'requests',
        why: `A limit at A ends what B does not answer. A limit at C ends only the waiting of C: A keeps the ${sent}.`,
        predicted: inEach(arms, held(0, most)),
        claim: { on: 'breaker at A', off: 'breaker at C', bound: atMost(0) },
        measure: ({ heldAtEnd }) => heldAtEnd,
      },
    ];
  },
  questions: [
    [
      'One breaker, at A, is enough. Who must add it?',
      'The team of A: it is A that calls B, and its own pages fail first. A breaker at C saves C, and A only from C: A keeps the 19 requests that came before it opened, and gets three more, the probes, after each open period. Six such callers fill its 100 permits. The breaker at C also refuses what A could answer without B.',
    ],
    [
      'Why does A not see that C has left?',
      'This A does not look. The services of the shop do: when a caller disconnects, its calls to other services end. Then a limit at C also frees A, but only if each caller of A has one.',
    ],
    [
      'B is called 19 times in all, then not until the open period is over. What is that good for?',
      'B can recover: a service that is overloaded needs its time for the requests it has. Compare metastable, where the load that stays is what keeps a service down.',
    ],
  ],
  see: {
    room: '<http://localhost:8081/?at=checkout.payment>: the breaker next to a service that hangs; the storefront above it still answers.',
    trace: '`refused: breaker_open` in the service that calls the hung one; the spans above it end at once.',
  },
  changeOne:
    'Give A 50 permits and leave C its 100. Which pages are answered now, and why does the claim about C hold in both arms?',
  sources: [
    [
      'Site Reliability Engineering, chapter 22, Addressing Cascading Failures',
      'https://sre.google/sre-book/addressing-cascading-failures/',
    ],
    ['Michael Nygard, Release It!, 2nd edition (2018)', 'https://pragprog.com/titles/mnee2/release-it-second-edition/'],
  ],
});
