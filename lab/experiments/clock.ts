import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { contract, header } from '@watertight/contracts';
import { definePolicies, SECOND } from '@watertight/resilience';
import { httpClient } from '@watertight/service-kit/client';
import { request } from 'undici';
import { answers, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { median } from '../kit/statistics.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';

/** How a deadline travels: what the caller sends, and what the service makes of it. */
interface Way {
  readonly isTimeOfDay: boolean;
  /** Returns how to call a service; such a call rejects when its time is over. */
  callTo(url: string): (deadlineMs: number) => Promise<unknown>;
  remainingMs(headers: IncomingHttpHeaders, timeOfDayMs: number): number;
}

const reports = contract({
  make: { method: 'GET', path: '/report', summary: 'Takes long.', repeatable: 'always', answers: { 204: null } },
});
const { policy } = definePolicies({ policy: { service: 'reports' } });

/** The way of this shop: for how long the caller still waits. */
const duration: Way = {
  isTimeOfDay: false,
  callTo: url => {
    const { make } = httpClient(reports, policy, [url]);
    return deadlineMs => make({}, { deadlineMs });
  },
  remainingMs: headers => Number(headers[header.deadlineMs]),
};
/** The naive way: at what time the caller leaves. */
const timeOfDay: Way = {
  isTimeOfDay: true,
  callTo: url => async deadlineMs => {
    const headers = { 'request-deadline-at': String(Date.now() + deadlineMs) };
    const { body } = await request(url, { headers, signal: AbortSignal.timeout(deadlineMs) });
    await body.dump();
  },
  remainingMs: (headers, timeOfDayMs) => Number(headers['request-deadline-at']) - timeOfDayMs,
};

interface Arm {
  readonly way: Way;
  readonly clock: 'ahead' | 'behind';
}

export default experiment({
  asks: "A service's clock is 3 s wrong, and its callers wait 2 s. What becomes of their deadline?",
  textbook: 'There is no global clock: two machines never agree on the time.',
  hypothesis:
    'A deadline sent as a time of day is wrong by the difference of the clocks; one sent as a duration is not.',
  held: 'The work takes longer than any deadline: the service stops when it believes that its caller has left. It does not look at the connection, which a queue or a proxy may keep open.',
  guess: {
    question:
      'The clock of the service is 3 s ahead. What percentage of requests does it refuse, if the deadline is a time of day?',
    arm: 'time of day, clock ahead',
  },
  maxLatenessMs: 100, // as much as the callers keep in reserve
  setup: isQuick => ({
    seconds: isQuick ? 6 : 8,
    perSecond: 20,
    forMs: isQuick ? 1 * SECOND : 3 * SECOND,
    deadlineMs: 2 * SECOND,
    wrongMs: 3 * SECOND,
    arms: {
      'duration, clock ahead': { way: duration, clock: 'ahead' },
      'time of day, clock ahead': { way: timeOfDay, clock: 'ahead' },
      'duration, clock behind': { way: duration, clock: 'behind' },
      'time of day, clock behind': { way: timeOfDay, clock: 'behind' },
    } as Readonly<Record<string, Arm>>,
  }),
  async run(arm, { perSecond, forMs, deadlineMs, wrongMs, arms }) {
    const { way, clock } = arms[arm]!;
    const aheadMs = clock === 'ahead' ? wrongMs : -wrongMs;
    let refused = 0;
    const working: Promise<number>[] = [];
    await using service = await openCallee((response, received) => {
      const remainingMs = way.remainingMs(received.headers, Date.now() + aheadMs);
      if (remainingMs <= 0) {
        refused += 1;
        return void response.writeHead(504).end();
      }
      let leftAtMs = Infinity;
      response.once('close', () => (leftAtMs = performance.now()));
      const work = async () => {
        await sleep(remainingMs);
        answers(response, received);
        return Math.max(0, performance.now() - leftAtMs);
      };
      working.push(work());
    });
    const call = way.callTo(service.url);
    const { latenessMs } = await openLoop({ perSecond, forMs, call: () => call(deadlineMs) });
    const inVainMs = await Promise.all(working);
    return { refusedPercent: (100 * refused) / service.asked, inVainS: median(inVainMs) / SECOND, latenessMs };
  },
  predict({ deadlineMs, wrongMs, arms }) {
    const isRefused = ({ way, clock }: Arm) => way.isTimeOfDay && clock === 'ahead' && wrongMs >= deadlineMs;
    const inVainMs = ({ way, clock }: Arm) => (way.isTimeOfDay && clock === 'behind' ? wrongMs : 0);
    const accepted = Object.fromEntries(Object.entries(arms).filter(([, arm]) => !isRefused(arm)));
    const [deadlineS, wrongS] = [deadlineMs / SECOND, wrongMs / SECOND];
    return [
      {
        what: 'requests refused on arrival',
        unit: '%',
        why: `A clock ahead takes a time of day in ${deadlineS} s for one in ${deadlineS} − ${wrongS} = ${deadlineS - wrongS} s${wrongMs < deadlineMs ? '' : ': it has passed'}. A duration is compared with no clock.`,
        predicted: inEach(arms, arm => about(isRefused(arm) ? 100 : 0, 0)),
        claim: { on: 'duration, clock ahead', off: 'time of day, clock ahead', bound: atMost(0) },
        measure: ({ refusedPercent }) => refusedPercent,
      },
      {
        what: 'work for a caller that has left',
        unit: 's',
        why: `A clock behind takes it for one in ${deadlineS} + ${wrongS} s, but the caller leaves after ${deadlineS} s. A duration is sent less 5 %, for the way of the answer, so the work ends before the caller leaves.`,
        predicted: inEach(accepted, arm => about(inVainMs(arm) / SECOND, 0.1)),
        claim: { on: 'duration, clock behind', off: 'time of day, clock behind', bound: atMost(0.1) },
        measure: ({ inVainS }) => inVainS,
      },
    ];
  },
  questions: [
    [
      'Clocks are kept right by NTP. Where should 3 s come from?',
      'From a virtual machine that was paused or moved, from a machine that does not reach its time server, from a leap second that is a step. A section of a page has 300 ms: there an error of 300 ms is enough.',
    ],
    [
      'A duration does not count the time that the request itself takes to arrive. What is lost?',
      'The service works that much too long. The caller sends 5 % less than it has, 20 ms at least, and disconnects when it leaves.',
    ],
  ],
  see: {
    trace: '`watertight.deadline.remaining_ms` on each call is a duration, the same for every clock.',
  },
  changeOne:
    'Let the clocks be wrong by 1 s (`wrongMs`). Which requests are refused now, and what does a clock ahead cost instead?',
  sources: [
    ['gRPC: deadlines', 'https://grpc.io/docs/guides/deadlines/'],
    [
      'John Graham-Cumming, How and why the leap second affected Cloudflare DNS (2017)',
      'https://blog.cloudflare.com/how-and-why-the-leap-second-affected-cloudflare-dns/',
    ],
  ],
});
