import { definePolicies, pipeline, type Policy } from '@watertight/resilience';
import { hangs, openCallee } from '../../kit/callee.ts';
import { print, shown } from '../figure.ts';
import { conclusive, openLoop } from '../../kit/open-loop.ts';

const PER_SECOND = 50;
const FOR_MS = 10_000;

/** Permits for all callers: what is measured is how long they are held. */
const bulkhead = { running: 10_000 };
const policies = definePolicies({
  'timeout of 300 ms, and breaker': { bulkhead, breaker: {}, timeout: { afterMs: 300 } },
  'timeout of 300 ms alone': { bulkhead, timeout: { afterMs: 300 } },
  'breaker without a timeout': { bulkhead, breaker: {} },
  neither: { bulkhead },
});

/** A dependency that hangs, 50 calls a second for 10 s: how long all of them together are held up to the end of it. */
export async function benchHung(): Promise<void> {
  const seen = await conclusive('hung dependency', async () => {
    const all = await Promise.all(Object.values(policies).map(holdCalls));
    return { heldS: all.map(({ heldS }) => heldS), latenessMs: Math.max(...all.map(({ latenessMs }) => latenessMs)) };
  });
  for (const [i, name] of Object.keys(policies).entries())
    process.stdout.write(
      `        held by a hung dependency at 50/s for 10 s, ${name}: ${shown(seen.heldS[i] ?? NaN)} s\n`,
    );
  const [both = NaN, , breakerAlone = NaN, neither = NaN] = seen.heldS;
  const least = { unit: '×', targetIs: 'least' } as const;
  print({ what: 'request-seconds saved by timeout and breaker', value: neither / both, target: 4, ...least });
  print({
    what: 'saved by a breaker without a short timeout: nothing',
    value: neither / breakerAlone,
    unit: '×',
    target: 1.05,
  });
}

async function holdCalls(policy: Policy): Promise<{ heldS: number; latenessMs: number }> {
  await using callee = await openCallee(hangs);
  const calls = pipeline(policy);
  const over = AbortSignal.timeout(FOR_MS); // the caller has to end it
  let heldMs = 0;
  const call = async () => {
    const startMs = performance.now();
    await calls.run(({ signal }) => callee.ask(signal), { signal: over }).catch(() => undefined);
    heldMs += performance.now() - startMs;
  };
  const { latenessMs } = await openLoop({ perSecond: PER_SECOND, forMs: FOR_MS, call });
  calls.close();
  return { heldS: heldMs / 1000, latenessMs };
}
