import { SECOND } from '@watertight/resilience';
import { hangs, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { median } from '../kit/statistics.ts';
import { noBudget, noBulkhead, openPipeline } from './bench.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

const policy = {
  bulkhead: noBulkhead,
  retry: { attempts: 3, firstDelayMs: 100, jitter: 'none', budget: noBudget },
  timeout: { afterMs: 400 },
} as const;

export default experiment({
  asks: 'A caller has 700 ms left, and three attempts of 400 ms each are allowed. How long does it wait?',
  textbook: 'Each layer has its own timeout, and the sum of them is longer than anyone waits.',
  hypothesis:
    'With a deadline the whole call ends when its caller leaves; without it every attempt has its full limit.',
  held: 'The service hangs. The waits between attempts have no jitter, so that the sum is exact.',
  guess: { question: 'How many milliseconds does the caller wait without the deadline?', arm: 'no deadline' },
  see: { trace: 'The attribute `deadline_ms` of a call is what was left; the last attempt is cut there.' },
  changeOne: 'Set `deadlineMs` to 500: the caller hears after 400 ms. Why so early?',
  sources: [
    ['gRPC: deadlines', 'https://grpc.io/docs/guides/deadlines/'],
    [
      'Google SRE book, chapter 22: latency and deadlines',
      'https://sre.google/sre-book/addressing-cascading-failures/',
    ],
  ],
  setup: isQuick => ({
    seconds: isQuick ? 4 : 6,
    perSecond: 10,
    forMs: isQuick ? 2 * SECOND : 4 * SECOND,
    deadlineMs: 700,
    policy,
    arms: { deadline: true, 'no deadline': false } as Readonly<Record<string, boolean>>,
  }),
  async run(arm, { perSecond, forMs, deadlineMs, policy, arms }) {
    await using callee = await openCallee(hangs);
    using calls = openPipeline(policy);
    calls.switch('deadline', arms[arm] ?? true);
    const waitedMs: number[] = [];
    const call = async () => {
      const startMs = performance.now();
      await calls.run(({ signal }) => callee.ask(signal), { deadlineMs }).catch(() => undefined);
      waitedMs.push(performance.now() - startMs);
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    return { ms: median(waitedMs), latenessMs };
  },
  predict({ deadlineMs, policy, arms }) {
    const { attempts, firstDelayMs } = policy.retry;
    const delays = Array.from({ length: attempts - 1 }, (_, i) => firstDelayMs * 2 ** i);
    const all = attempts * policy.timeout.afterMs + delays.reduce((sum, ms) => sum + ms, 0);
    return [
      {
        what: 'the caller waits',
        unit: 'ms',
        why: `What it has, ${deadlineMs} ms: the second attempt is cut there, after ${deadlineMs - policy.timeout.afterMs - firstDelayMs} ms. Without the deadline ${attempts} × ${policy.timeout.afterMs} ms and the waits between them, ${delays.join(' + ')} ms.`,
        predicted: inEach(arms, isOn => about(isOn ? deadlineMs : all, 100)),
        claim: { on: 'deadline', off: 'no deadline', bound: atMost(800) },
        measure: ({ ms }) => ms,
      },
    ];
  },
  questions: [
    [
      'Is it not enough to make the attempts shorter?',
      'Only for this caller. Another one has 2 s, and a service cannot know who calls it: the caller says what is left, with each request.',
    ],
  ],
});
