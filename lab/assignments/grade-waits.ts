import type { Finding } from './grade.ts';

/** How one service calls the next. */
interface Wait {
  readonly attempts: number;
  readonly attemptMs: number;
  /** Between two attempts. */
  readonly backoffMs: number;
}

const chain = ['storefront', 'checkout', 'payment'] as const;
export type Waits = Readonly<Record<(typeof chain)[number], Wait>>;

const CUSTOMER_WAITS_MS = 9000;
/** The slowest good answer of the bank that must still become a paid order. */
const SLOW_BANK_MS = 4000;

/** What a service makes of its call: whether it got an answer, when it gave up or answered, and who worked for a caller that had left. */
interface Outcome {
  readonly isAnswered: boolean;
  readonly tookMs: number;
  readonly leftBehind: readonly string[];
}

/** Grades assignment 4: plays a payment against a bank that is quick, slow or hangs. */
export function gradeWaits(waits: Waits): Finding[] {
  const quick = play(waits, 100);
  const slow = play(waits, SLOW_BANK_MS);
  const hung = play(waits, Infinity);
  return [
    { holds: quick.isAnswered, says: `the bank answers after 100 ms: ${describe(quick)}` },
    { holds: slow.isAnswered, says: `the bank answers after ${SLOW_BANK_MS} ms: ${describe(slow)}` },
    {
      holds: hung.tookMs <= CUSTOMER_WAITS_MS,
      says: `the bank hangs: the customer gets an answer after ${hung.tookMs} ms (at most ${CUSTOMER_WAITS_MS})`,
    },
    {
      holds: hung.leftBehind.length === 0,
      says: `the bank hangs: ${hung.leftBehind.length} times a service works on after its caller has left`,
    },
  ];
}

/** Plays one request down the chain; the last service calls a bank that takes so long. */
function play(waits: Waits, bankMs: number): Outcome {
  const bank: Outcome = { isAnswered: bankMs < Infinity, tookMs: bankMs, leftBehind: [] };
  return chain.reduceRight((next, name) => callNext(name, waits[name], next), bank);
}

function callNext(name: string, { attempts, attemptMs, backoffMs }: Wait, next: Outcome): Outcome {
  let tookMs = 0;
  const leftBehind: string[] = [];
  for (let number = 1; number <= attempts; number += 1) {
    if (number > 1) tookMs += backoffMs;
    const isInTime = next.tookMs <= attemptMs - reserveMs(attemptMs);
    tookMs += Math.min(next.tookMs, attemptMs);
    leftBehind.push(...next.leftBehind);
    if (isInTime && next.isAnswered) return { isAnswered: true, tookMs, leftBehind };
    if (!isInTime && next.tookMs < Infinity) leftBehind.push(name);
  }
  return { isAnswered: false, tookMs, leftBehind };
}

/** What an answer needs to come back before its caller leaves. */
const reserveMs = (attemptMs: number) => Math.max(20, attemptMs * 0.05);

const describe = ({ isAnswered, tookMs }: Outcome) =>
  `the customer gets ${isAnswered ? '"paid"' : '"being confirmed"'} after ${tookMs} ms`;
