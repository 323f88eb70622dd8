import { setTimeout as sleep } from 'node:timers/promises';
import { definePolicies, pipeline, type Policy, SECOND } from '@watertight/resilience';
import { openCallee } from '../../kit/callee.ts';
import { OneAtATime } from '../../kit/one-at-a-time.ts';
import { print } from '../figure.ts';
import { conclusive, openLoop } from '../../kit/open-loop.ts';

const PER_SECOND = 40;
/** One after the other, 20 ms each: 50 a second, 5 for every 4 that come. */
const WORK_MS = 20;
const CALM_MS = 2 * SECOND;
const STALL_MS = 3 * SECOND;
/** After the stall. A service that has not recovered by then does not by itself. */
const WATCHED_MS = 15 * SECOND;

const retry = { attempts: 3, budget: { ratio: 10, burst: 10_000, perSecond: 10_000 } };
const timeout = { afterMs: 500 };
const bulkhead = { running: 10_000 };
const policies = definePolicies({
  'with breaker': { bulkhead, retry, timeout, breaker: { openMs: 5 * SECOND } },
  'without breaker': { bulkhead, retry, timeout },
});

/**
 * A service that stalls for 3 s under a load it can just carry: when it goes on, its line is full of requests whose callers
 * have gone and ask again. Neither budget nor bulkhead: what is measured is what a breaker is worth by itself.
 */
export async function benchOverloaded(): Promise<void> {
  const seen = await conclusive('overloaded service', async () => {
    const [guarded, plain] = await Promise.all([
      recover(policies['with breaker']),
      recover(policies['without breaker']),
    ]);
    return { guarded, plain, latenessMs: Math.max(guarded.latenessMs, plain.latenessMs) };
  });
  const what = `an overloaded service answers again after its stall of ${STALL_MS / SECOND} s`;
  const [guardedS, plainS] = [seen.guarded.recoveredMs / SECOND, seen.plain.recoveredMs / SECOND];
  process.stdout.write(
    `        ${what}, without breaker: ${plainS === Infinity ? `not in ${WATCHED_MS / SECOND}` : plainS} s\n`,
  );
  print({ what: `${what}, with breaker (rest 5 s)`, value: guardedS, unit: 's', target: 10 });
}

/** From the end of the stall to the first of three seconds in which no more than 1 call in 20 fails. */
async function recover(policy: Policy): Promise<{ recoveredMs: number; latenessMs: number }> {
  const service = new OneAtATime(WORK_MS);
  await using callee = await openCallee(service.takes);
  const calls = pipeline(policy);
  const startMs = performance.now();
  const failedAtMs: number[] = [];
  const stall = sleep(CALM_MS).then(() => service.stall(STALL_MS));
  const call = async () => {
    const beganMs = performance.now() - startMs;
    await calls.run(({ signal }) => callee.ask(signal)).catch(() => failedAtMs.push(beganMs));
  };
  const forMs = CALM_MS + STALL_MS + WATCHED_MS;
  const { latenessMs } = await openLoop({ perSecond: PER_SECOND, forMs, call });
  await stall;
  calls.close();
  return { recoveredMs: recoveredAfter(failedAtMs), latenessMs };
}

function recoveredAfter(failedAtMs: readonly number[]): number {
  const seconds = Array.from({ length: WATCHED_MS / SECOND }, (_, second) => {
    const fromMs = CALM_MS + STALL_MS + second * SECOND;
    return failedAtMs.filter(atMs => atMs >= fromMs && atMs < fromMs + SECOND).length;
  });
  const areGood = seconds.map(failed => failed <= PER_SECOND / 20);
  const first = areGood.findIndex((_, second) => areGood.slice(second, second + 3).filter(Boolean).length === 3);
  return first === -1 ? Infinity : first * SECOND;
}
