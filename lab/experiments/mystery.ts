import { setTimeout as sleep } from 'node:timers/promises';
import { createInterface } from 'node:readline';
import { openLoop } from '../kit/open-loop.ts';
import { RandomSource } from '../kit/random-source.ts';
import { Visitor } from '../visitor.ts';
import { OpenShop } from './open-shop.ts';

/** What may be broken: a page of each of these services is in `visited`. */
const services = ['search', 'checkout', 'recommendations', 'comments'];

/** How it may be broken; the delay stays below the limit of optional calls, or it would look like a hang. */
const faults: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {
  slow: { delayMs: 200 },
  hang: {},
  error: {},
  'lose-request': {},
  garbage: { mode: 'wrong-shape' },
};

const visited = ['/', '/products/kayak-deck-compass', '/search?q=winch', '/journal/what-a-bulkhead-is-for', '/stores'];
const LONGEST_S = 500;
/** What a wrong answer costs, so that guessing is slower than looking. */
const WRONG_COSTS_S = 30;

export interface Secret {
  readonly service: string;
  readonly fault: string;
}

/** Returns what is broken under this seed. */
export function drawSecret(seed: number): Secret {
  const random = new RandomSource(seed);
  return { service: random.oneOf(services), fault: random.oneOf(Object.keys(faults)) };
}

/** What a line of the learner is: an answer, or a sentence that says why it is none. */
export function readAnswer(line: string): Secret | string {
  const [service = '', fault = '', ...rest] = line.trim().toLowerCase().split(/\s+/);
  if (!services.includes(service)) return `A service first: ${services.join(', ')}.`;
  if (!Object.hasOwn(faults, fault) || rest.length > 0) return `Then a fault: ${Object.keys(faults).join(', ')}.`;
  return { service, fault };
}

/** `npm run lab mystery`: breaks a service of the open shop, and waits until it is named. @returns the exit code */
export async function playMystery(seed: number): Promise<number> {
  const secret = drawSecret(seed);
  await using shop = await OpenShop.borrow('mystery', LONGEST_S);
  await shop.fault(secret.service, secret.fault, { ...faults[secret.fault], forMs: LONGEST_S * 1000 });
  let isOver = false;
  const visitors = openLoop({ perSecond: 3, forMs: () => isOver, call: n => visit(shop.url, n) });
  try {
    say(introduction(seed));
    return await listen(secret);
  } finally {
    isOver = true;
    await visitors;
  }
}

async function visit(url: string, n: number): Promise<void> {
  await new Visitor(url).open(visited[n % visited.length] ?? '/');
}

/** Reads answers until one is right, the learner gives up, or the time is over. */
async function listen({ service, fault }: Secret): Promise<number> {
  const startMs = performance.now();
  const log: string[] = [];
  let wrong = 0;
  const note = (text: string) => log.push(`  ${Math.round((performance.now() - startMs) / 1000)} s  ${text}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  // Ctrl-C while a line is read reaches readline only.
  terminal.once('SIGINT', () => process.emit('SIGINT'));
  const timeIsOver = new AbortController();
  void sleep(LONGEST_S * 1000, undefined, { signal: timeIsOver.signal }).then(
    () => terminal.close(),
    () => undefined,
  );
  let isFound = false;
  terminal.prompt();
  for await (const line of terminal) {
    if (line.trim() === 'give up') break;
    const answer = readAnswer(line);
    if (typeof answer === 'string') say(answer);
    else if (answer.service === service && answer.fault === fault) {
      isFound = true;
      break;
    } else {
      wrong += 1;
      note(`wrong: ${line.trim()}`);
      say('No.');
    }
    terminal.prompt();
  }
  timeIsOver.abort();
  terminal.close();
  note(`${isFound ? 'found' : 'not found'}: ${service} ${fault}`);
  const seconds = Math.round((performance.now() - startMs) / 1000);
  const score = isFound
    ? `score ${seconds + wrong * WRONG_COSTS_S}: ${seconds} s and ${wrong} wrong answers`
    : 'no score';
  say(['', ...log, score, 'The shop is healed.'].join('\n'));
  return isFound ? 0 : 1;
}

const introduction = (seed: number) => `Mystery ${seed}. One service of the open shop is broken. Which one, and how?
  Services: ${services.join(', ')}
  Faults:   ${Object.keys(faults).join(', ')}
  Look at http://localhost:8080 with ?xray behind an address, at traces, and at the map of http://localhost:8081.
  The table of faults there, and watertight.fault.kind in a trace, are the answer key.
  Type for example "comments hang". A wrong answer costs ${WRONG_COSTS_S} s. "give up" ends it, and so do ${LONGEST_S} s.`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
