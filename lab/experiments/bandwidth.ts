import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { comments } from '@watertight/contracts/comments';
import { definePolicies, SECOND } from '@watertight/resilience';
import { httpClient } from '@watertight/service-kit/client';
import { type Behaviour, openCallee } from '../kit/callee.ts';
import { openLoop } from '../kit/open-loop.ts';
import { about, atMost, experiment } from './experiment.ts';

const MB = 1_000_000;
/** What `httpClient` reads of an answer. */
const MOST_READ_MB = 1.05;
const DRIP_EVERY_MS = 100;
const GIVEN_UP_MS = 20 * SECOND;

const LIMIT_MS = 250;
const CHUNK = Buffer.alloc(64 * 1024, ' ');

const policies = definePolicies({
  giant: { service: 'comments', timeout: { afterMs: GIVEN_UP_MS } }, // so that only the bound on bytes ends it
  drip: { service: 'comments', timeout: { afterMs: LIMIT_MS } },
});

/** Requests the comments; resolves when the answer has ended or was given up. */
type Reader = (url: string, answer: 'giant' | 'drip') => Promise<unknown>;
const bounded: Reader = async (url, answer) => {
  const { listComments } = httpClient(comments, policies[answer], [url]);
  await listComments({ query: { subject: 'article:when-to-reef' } }).catch(() => undefined);
};
const unbounded: Reader = async url => (await fetch(url)).text();

export default experiment({
  asks: 'A service answers with 100 MB, another with a byte at a time. What does its caller read, and for how long?',
  textbook: 'Fallacy 3: bandwidth is infinite.',
  hypothesis:
    'A caller that bounds the bytes and the whole time of an answer loses little; one that bounds neither, all.',
  held: 'The same two answers. A limit on silence is not enough: the slow answer is never silent for long.',
  guess: { question: 'How many MB of 100 leave the service for a caller that stops at 1 MiB?', arm: 'bounded' },
  isAlone: true,
  maxLatenessMs: 500, // the same process reads 100 MB in the other arm, and no claim is about less than a second
  see: {
    page: 'With `npm run shop fault giant comments` or `drip` a product page is whole but for its comments, after 0.3 s.',
  },
  changeOne: 'Let the slow answer drip a byte each 10 ms: which of the two numbers changes?',
  sources: [
    [
      'Fallacies of distributed computing explained, A. Rotem-Gal-Oz',
      'https://arnon.me/wp-content/uploads/Files/fallacies.pdf',
    ],
  ],
  setup: isQuick => ({
    seconds: isQuick ? 5 : 9,
    giantMb: 100,
    dripBytes: isQuick ? 40 : 80,
    /** What the sockets of both sides hold at most: bytes that were sent and that no program reads. */
    buffersMb: 8,
    arms: { bounded, unbounded } as Readonly<Record<string, Reader>>,
  }),
  async run(arm, { giantMb, dripBytes, arms }) {
    let sentMb = 0;
    await using giant = await openCallee(sendsMany(giantMb, bytes => (sentMb += bytes / MB)));
    await using slow = await openCallee(sendsSlowly(dripBytes));
    const read = arms[arm] ?? unbounded;
    await read(giant.url, 'giant');
    const startMs = performance.now();
    // Beside the slow answer, so that a machine too busy to keep the time is noticed.
    const beside = openLoop({ perSecond: 50, forMs: SECOND, call: () => Promise.resolve() });
    await read(slow.url, 'drip');
    const dripS = (performance.now() - startMs) / SECOND;
    const { latenessMs } = await beside;
    return { sentMb, dripS, latenessMs };
  },
  predict({ giantMb, dripBytes, buffersMb }) {
    return [
      {
        what: 'sent by the service of 100 MB',
        unit: 'MB',
        why: `A caller that stops after 1 MiB and a last chunk closes the connection; until the service notices, ${buffersMb} MB at most lie in the buffers of both sockets. Without a bound all ${giantMb}.`,
        predicted: { bounded: about(MOST_READ_MB + buffersMb / 2, buffersMb / 2), unbounded: about(giantMb, 0.1) },
        claim: { on: 'bounded', off: 'unbounded', bound: atMost(MOST_READ_MB + buffersMb) },
        measure: ({ sentMb }) => sentMb,
      },
      {
        what: 'time spent on an answer that drips',
        unit: 's',
        why: `The limit on the whole attempt, ${LIMIT_MS} ms; without it ${dripBytes} bytes × ${DRIP_EVERY_MS} ms.`,
        predicted: {
          bounded: about(LIMIT_MS / SECOND, 0.2),
          unbounded: about((dripBytes * DRIP_EVERY_MS) / SECOND, (0.1 * dripBytes * DRIP_EVERY_MS) / SECOND),
        },
        claim: { on: 'bounded', off: 'unbounded', bound: atMost(1) },
        measure: ({ dripS }) => dripS,
      },
    ];
  },
  questions: [
    [
      'Why does a limit of 1 s on silence not help against the slow answer?',
      'A byte comes each 100 ms, so the answer is never silent for 1 s. Only a limit on the whole attempt ends it.',
    ],
  ],
});

const sendsMany = (mb: number, sent: (bytes: number) => void): Behaviour =>
  sends(function* () {
    for (let left = mb * MB; left > 0; left -= CHUNK.length) {
      const part = CHUNK.subarray(0, left);
      sent(part.length);
      yield part;
    }
  });

const sendsSlowly = (bytes: number): Behaviour =>
  sends(async function* () {
    for (let sent = 0; sent < bytes; sent += 1) {
      yield CHUNK.subarray(0, 1);
      await sleep(DRIP_EVERY_MS);
    }
  });

/** Answers with these chunks, each when the one before has left, and stops when the caller closes the connection. */
function sends(chunks: () => Iterable<Buffer> | AsyncIterable<Buffer>): Behaviour {
  return response => {
    response.writeHead(200, { 'content-type': 'application/json' });
    void pipeline(Readable.from(chunks()), response).catch(() => undefined); // the caller may have left
  };
}
