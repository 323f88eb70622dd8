import { setImmediate } from 'node:timers/promises';
import type { Action, Candidate } from './candidate.ts';

const BATCH = 1000;
const MOST_WARM_UP_US = 700_000;
const MEASURED_US = 100_000;
const IN_FLIGHT = 10_000;
const KEPT_CALLS = 100_000;

const readsSignal: Action = async ({ signal }) => signal?.aborted;
const readsNothing: Action = async () => 1;

/** What can be measured of a candidate, each in a process of its own. */
export const measurements = {
  signal: ({ guard }) => microseconds(guard(readsSignal)),
  plain: ({ guard }) => microseconds(guard(readsNothing)),
  refused: async ({ open }) => microseconds(refusing(await open!(readsNothing))),
  'line of 1000': candidate => microsecondsInLine(candidate, 1000),
  'line of 100000': candidate => microsecondsInLine(candidate, 100_000),
  'in flight': bytesInFlight,
  kept: bytesKept,
} satisfies Record<string, (candidate: Candidate) => Promise<number>>;

export type Measurement = keyof typeof measurements;

/** CPU per call, all threads together: on a busy machine the clock on the wall measures the others. */
async function microseconds(call: () => Promise<unknown>): Promise<number> {
  // Some are compiled once more after 45,000 calls, which would count for 10 µs a call.
  await repeat(call, ({ calls, cpuUs }) => calls >= 60_000 || cpuUs >= MOST_WARM_UP_US);
  const { calls, cpuUs } = await repeat(call, ({ cpuUs }) => cpuUs >= MEASURED_US);
  return cpuUs / calls;
}

interface Spent {
  readonly calls: number;
  readonly cpuUs: number;
}

async function repeat(call: () => Promise<unknown>, isEnough: (spent: Spent) => boolean): Promise<Spent> {
  const before = process.cpuUsage();
  for (let calls = BATCH; ; calls += BATCH) {
    for (let i = 0; i < BATCH; i++) await call();
    await setImmediate(); // as between requests: timers are looked at
    const { user, system } = process.cpuUsage(before);
    const spent = { calls, cpuUs: user + system };
    if (isEnough(spent)) return spent;
  }
}

function refusing(call: () => Promise<unknown>): () => Promise<unknown> {
  return async () => {
    try {
      await call();
    } catch {
      return; // what is measured
    }
    throw new Error('a call was let through that should be refused');
  };
}

/** One more call joins the end of the line, and the first of it gets its turn: the line keeps its length. */
async function microsecondsInLine({ oneAtATime }: Candidate, waiting: number): Promise<number> {
  const enter = oneAtATime!(waiting + 1);
  let turn = Promise.withResolvers<void>();
  let end = () => {};
  const action = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    end = resolve;
    turn.resolve();
    return promise;
  };
  for (let i = 0; i <= waiting; i++) void enter(action);
  return microseconds(() => {
    turn = Promise.withResolvers();
    void enter(action);
    end();
    return turn.promise;
  });
}

async function bytesInFlight({ guard }: Candidate): Promise<number> {
  const gate = Promise.withResolvers<void>();
  let started = 0;
  const call = guard(({ signal }) => {
    started++;
    void signal?.aborted;
    return gate.promise;
  });
  const before = await heapBytes();
  const calls = Array.from({ length: IN_FLIGHT }, call);
  const bytes = (await heapBytes()) - before;
  if (started !== IN_FLIGHT) throw new Error(`${started} of ${IN_FLIGHT} calls are in flight`);
  gate.resolve();
  await Promise.all(calls);
  return bytes / IN_FLIGHT;
}

/** What each of many calls leaves behind. */
async function bytesKept({ guard }: Candidate): Promise<number> {
  const call = guard(readsSignal);
  await repeat(call, ({ calls }) => calls >= 10_000);
  const before = await heapBytes();
  for (let i = 0; i < KEPT_CALLS; i++) await call();
  return ((await heapBytes()) - before) / KEPT_CALLS;
}

async function heapBytes(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('needs node --expose-gc');
  for (let turn = 0; turn < 3; turn++) {
    await setImmediate(); // finalisers run between turns
    globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}
