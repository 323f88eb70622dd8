import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openLoop } from '../kit/open-loop.ts';
import { about, atMost, experiment, inEach } from './experiment.ts';
import type { Calls, CostOfCalls } from './transport-calls.ts';

const program = fileURLToPath(new URL('transport-calls.ts', import.meta.url));

/** What opening and closing a connection costs, in calls: Node 24 and undici over loopback, between 3 and 8. */
const CONNECTION_COST = 5;

export default experiment({
  asks: '1,000 calls, 10 at a time. How many connections do they open, and what does that cost?',
  textbook: 'Fallacy 7: transport cost is zero.',
  hypothesis:
    'Calls that keep their connections open as many as there are calls at once; otherwise each opens its own.',
  held: 'The same client, calls and service, in a process for each arm, over loopback without TLS.',
  guess: {
    question: 'How many times the processor time of a call does a call with its own connection take?',
    arm: 'one for each call',
  },
  isAlone: true,
  maxLatenessMs: 250, // connections and processor time are counted, and waiting changes neither
  setup: isQuick => ({
    seconds: isQuick ? 4 : 6,
    calls: 1000,
    atOnce: 10,
    rounds: isQuick ? 100 : 200,
    arms: { 'keep-alive': true, 'one for each call': false } as Readonly<Record<string, boolean>>,
  }),
  async run(arm, { calls, atOnce, rounds, arms }) {
    const told: Calls = { calls, atOnce, rounds, isKept: arms[arm] ?? true };
    let isOver = false;
    // Beside the calls, so that a machine too busy to keep the time is noticed.
    const beside = openLoop({ perSecond: 50, forMs: () => isOver, call: () => Promise.resolve() });
    const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(told)]).finally(
      () => (isOver = true),
    );
    return { ...(JSON.parse(stdout) as CostOfCalls), latenessMs: (await beside).latenessMs };
  },
  predict({ calls, atOnce, arms }) {
    return [
      {
        what: `connections opened for ${calls} calls`,
        unit: 'connections',
        why: `HTTP/1.1 carries one call at a time on a connection: ${atOnce} at once keep ${atOnce} busy. Closed after each call, ${calls} calls need ${calls}.`,
        predicted: inEach(arms, isKept => about(isKept ? atOnce : calls, 0)),
        claim: { on: 'keep-alive', off: 'one for each call', bound: atMost(2 * atOnce) },
        measure: ({ connections }) => connections,
      },
      {
        what: 'processor time of a call, both ends',
        unit: '× one on a kept connection',
        why: `Opening and closing a connection costs the processor about as much as ${CONNECTION_COST} calls with undici (0.06 ms each): 1 + ${CONNECTION_COST}. How much exactly depends on machine and client.`,
        predicted: inEach(arms, isKept => (isKept ? about(1, 0.3) : about(1 + CONNECTION_COST, 3))),
        claim: { on: 'keep-alive', off: 'one for each call', bound: atMost(1.5) },
        measure: ({ cost }) => cost,
      },
    ];
  },
  questions: [
    [
      'Why ten connections, and not one?',
      'HTTP/1.1 has no names for answers: a connection is free for the next call when the answer is there. HTTP/2 numbers them, and needs one connection.',
    ],
    [
      "With Node's own http client the factor is 3, not 6. Are new connections cheaper there?",
      'Hardly. Its call on a kept connection is dearer, about 0.1 ms instead of 0.06, and a connection then costs two or three of them. A factor tells nothing without its base.',
    ],
    [
      'What does this experiment not show?',
      'The waiting: over a network each new connection first takes the way there and back once, with TLS twice. With 50 ms that is 50 or 100 ms for each call.',
    ],
    [
      'Why does the shop close its connections after 30 s ± 20 % all the same?',
      'A name may stand for other machines by then: a connection that is kept for ever never finds a new replica. 30 s are thousands of calls, so this costs nothing.',
    ],
  ],
  see: {
    trace:
      'A call is one span, with or without a new connection: compare its length with the span of the service inside it.',
  },
  changeOne: 'Let 50 calls be under way at once. How many connections are there with keep-alive, and how many without?',
  sources: [
    ['RFC 9112, HTTP/1.1, section 9.3: Persistence', 'https://www.rfc-editor.org/rfc/rfc9112#section-9.3'],
    [
      'Fallacies of distributed computing explained, A. Rotem-Gal-Oz',
      'https://arnon.me/wp-content/uploads/Files/fallacies.pdf',
    ],
  ],
});
