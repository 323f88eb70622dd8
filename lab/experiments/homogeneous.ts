import { SECOND, seeded } from '@watertight/resilience';
import { Connections } from '@watertight/service-kit/client';
import { openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

export default experiment({
  asks: 'One of three replicas is 50 times slower, and right. How many of the requests does it get?',
  textbook: 'Fallacy 8: the network is homogeneous.',
  hypothesis: 'Called in turn, it gets a third. An attempt that compares two addresses first rarely finds it idle.',
  held: 'All answers are right, and there is no limit: no failure, no breaker and no ejection takes part.',
  guess: { question: 'What percentage of requests does the slow replica get if it is compared?', arm: 'balancing' },
  setup: isQuick => ({
    seconds: isQuick ? 10 : 25,
    perSecond: 60,
    forMs: isQuick ? 10 * SECOND : 25 * SECOND,
    answersMs: [10, 10, 500],
    arms: { balancing: true, 'in turn': false } as Readonly<Record<string, boolean>>,
  }),
  async run(arm, { perSecond, forMs, answersMs, arms }) {
    await using callees = new AsyncDisposableStack();
    const open = async (ms: number) => callees.use(await openCallee(answer => void setTimeout(() => answer.end(), ms)));
    const replicas = await Promise.all(answersMs.map(open));
    const slow = replicas[answersMs.indexOf(Math.max(...answersMs))];
    const patterns = { balancing: { isOn: arms[arm] ?? true }, ejection: { isOn: false } };
    const urls = replicas.map(({ url }) => url);
    const connections = new Connections('replicas', urls, { patterns, random: seeded(1) });
    const tookMs: number[] = [];
    const call = async () => {
      const startMs = performance.now();
      await connections.run(async ({ pool }) => (await pool.request({ method: 'GET', path: '/' })).body.dump());
      tookMs.push(performance.now() - startMs);
    };
    const { latenessMs } = await openLoop({ perSecond, forMs, call });
    const meanMs = tookMs.reduce((sum, ms) => sum + ms, 0) / tookMs.length;
    return { slowPercent: (100 * (slow?.asked ?? 0)) / tookMs.length, meanMs, latenessMs };
  },
  predict({ perSecond, answersMs, arms }) {
    const replicas = answersMs.length;
    const [fastMs, slowMs] = [Math.min(...answersMs), Math.max(...answersMs)];
    const passed = Math.floor((slowMs * perSecond) / SECOND);
    const share = (isBalanced: boolean) => (isBalanced ? 1 / (passed + replicas / 2) : 1 / replicas);
    const mean = (isBalanced: boolean) => fastMs + share(isBalanced) * (slowMs - fastMs);
    const percent = (isBalanced: boolean) => (100 * share(isBalanced)).toFixed(1);
    return [
      {
        what: 'requests that the slow replica gets',
        unit: '%',
        why: `While it works on one request for ${slowMs} ms, ${passed} others arrive and find it the busier one. After that each has it among its two of ${replicas} with 2/${replicas}, so request ${replicas / 2} on average takes it: 1 ÷ (${passed} + ${replicas / 2}) = ${percent(true)} %. In turn 1 ÷ ${replicas} = ${percent(false)} %.`,
        predicted: inEach(arms, isBalanced => about(100 * share(isBalanced), isBalanced ? 4 : 1)),
        claim: { on: 'balancing', off: 'in turn', bound: atMost(12) },
        measure: ({ slowPercent }) => slowPercent,
      },
      {
        what: 'a request takes, on average',
        unit: 'ms',
        why: `${fastMs} ms, and ${slowMs - fastMs} ms more for the share above. The machine adds a few milliseconds to each.`,
        predicted: inEach(arms, isBalanced => about(mean(isBalanced), 25)),
        claim: { on: 'balancing', off: 'in turn', bound: atMost(70) },
        measure: ({ meanMs }) => meanMs,
      },
    ];
  },
  questions: [
    [
      'Why two at random, and not the least busy of all?',
      'Each caller knows only its own requests. Of a hundred callers the least busy replica would get the next request of all at once. Two at random are almost as good, and spread them.',
    ],
    [
      'Customers do not arrive evenly. What share does the slow replica get if they arrive at random?',
      'About 6 %: now and then both fast ones are busy as well, and then it is as good a choice as they are.',
    ],
    [
      'What does a replica get that fails at once?',
      'The most: it is never busy. So balancing needs ejection beside it, which leaves it out after five failures.',
    ],
  ],
  see: {
    room: 'A shop opened with `npm start -- --replicas search=2` has the switch `balancing` at <http://localhost:8081>.',
  },
  changeOne: 'Let the slow replica take 100 ms. Which share does it get, and what is the mean?',
  sources: [
    [
      'Michael Mitzenmacher, The Power of Two Choices in Randomized Load Balancing (2001)',
      'https://www.eecs.harvard.edu/~michaelm/postscripts/tpds2001.pdf',
    ],
    [
      'Fallacies of distributed computing explained, A. Rotem-Gal-Oz',
      'https://arnon.me/wp-content/uploads/Files/fallacies.pdf',
    ],
  ],
});
