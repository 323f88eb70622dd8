import { type PolicyOptions, SECOND } from '@watertight/resilience';
import { hangs, openCallee } from '../kit/callee.ts';
import { Lognormal, LognormalService } from '../kit/lognormal.ts';
import { openLoop } from '../kit/open-loop.ts';
import { median } from '../kit/statistics.ts';
import { noBulkhead, openPipeline } from './bench.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

const times = new Lognormal(20, 80);
const timeout = { p99Times: 3, minMs: 50, maxMs: 1500 };

interface Arm extends PolicyOptions {
  readonly timeout: typeof timeout & { readonly samplesNeeded: number };
}

export default experiment({
  asks: 'A service that answers in 20 ms begins to hang. How long do its callers wait, if its limit is measured, not chosen by hand?',
  textbook: 'Measure the p99 of the service and set the timeout to three times that.',
  hypothesis:
    'A limit that is measured is as short as the service is fast; a limit that must do for any service is long.',
  held: 'No breaker, no retry, no bulkhead. Both arms have the same ceiling of 1,500 ms.',
  guess: { question: 'How many milliseconds does a caller wait with the measured limit?', arm: 'measured' },
  see: {
    room: '<http://localhost:8081/?at=storefront.search>: the measured p99 and the limit, beside the floor and the ceiling.',
  },
  changeOne: 'Raise the p99 of the service to 400 ms: which of the two numbers still follows from it?',
  sources: [
    [
      'Jeffrey Dean and Luiz André Barroso, The Tail at Scale (2013)',
      'https://cacm.acm.org/research/the-tail-at-scale/',
    ],
  ],
  setup: () => ({
    seconds: 11,
    perSecond: 50,
    healthyMs: 6 * SECOND,
    hungMs: 2 * SECOND,
    arms: {
      measured: { bulkhead: noBulkhead, timeout: { ...timeout, samplesNeeded: 100 } },
      'ceiling only': { bulkhead: noBulkhead, timeout: { ...timeout, samplesNeeded: 1_000_000 } },
    } as Readonly<Record<string, Arm>>,
  }),
  async run(arm, { perSecond, healthyMs, hungMs, arms }) {
    const service = new LognormalService(times, { share: 0, forMs: 0 });
    await using callee = await openCallee(service.takes);
    using calls = openPipeline(arms[arm] ?? {});
    const waitedMs: number[] = [];
    const call = async (isHung: boolean) => {
      const startMs = performance.now();
      await calls.run(({ signal }) => callee.ask(signal)).catch(() => undefined);
      if (isHung) waitedMs.push(performance.now() - startMs);
    };
    const healthy = await openLoop({ perSecond, forMs: healthyMs, call: () => call(false) });
    callee.does(hangs);
    const hung = await openLoop({ perSecond, forMs: hungMs, call: () => call(true) });
    return { ms: median(waitedMs), latenessMs: Math.max(healthy.latenessMs, hung.latenessMs) };
  },
  predict({ perSecond, healthyMs, arms }) {
    const p99 = 80;
    const isMeasured = ({ timeout: { samplesNeeded } }: Arm) => samplesNeeded <= (perSecond * healthyMs) / SECOND;
    const limit = (arm: Arm) => {
      const { p99Times, minMs, maxMs } = arm.timeout;
      return isMeasured(arm) ? Math.min(maxMs, Math.max(minMs, p99Times * p99)) : maxMs;
    };
    return [
      {
        what: 'a caller of the hung service waits',
        unit: 'ms',
        why: `Three times the p99 of ${p99} ms, which 300 answers know to about a third: ${3 * p99} ms. Without samples the ceiling, ${timeout.maxMs} ms.`,
        predicted: inEach(arms, arm => about(limit(arm), isMeasured(arm) ? 0.4 * limit(arm) + 30 : 50)),
        claim: { on: 'measured', off: 'ceiling only', bound: atMost(750) },
        measure: ({ ms }) => ms,
      },
    ];
  },
  questions: [
    [
      'Why do the hung calls not raise the measured limit?',
      'A cut attempt says "longer than the limit", and no more. Many at once mean that the service hangs; only a lasting share of them, among answers, means that it has become slower.',
    ],
  ],
});
