import { definePolicies, seeded } from '@watertight/resilience';
import { fails, openCallee } from '../kit/callee.ts';
import { fullestWindow } from '../kit/statistics.ts';
import { atMost, type Claim } from './claim.ts';
import { callers, piped } from './words.ts';

const { crowd } = definePolicies({
  crowd: { retry: { attempts: 5, budget: { ratio: 10, burst: 10_000, perSecond: 10_000 } } },
});

export const jitter: Claim = {
  pattern: 'jitter',
  says: 'of 30 callers that fail together, at most 12 ask for the fifth time within the same 100 ms',
  seen: 'of 30 callers in the fullest 100 ms',
  holds: atMost(12),
  async look(isOn) {
    await using callee = await openCallee(fails);
    using calls = piped(crowd, { random: seeded(1) });
    if (!isOn) calls.set({ jitter: 'none' });
    const connecting = new AbortController();
    await callers(30, () => callee.ask(connecting.signal)); // or making connections would spread them by itself
    const fifthAtMs: number[] = [];
    const ask = () =>
      calls.run(({ number, signal }) => {
        if (number === 5) fifthAtMs.push(performance.now());
        return callee.ask(signal);
      });
    await callers(30, ask);
    return fullestWindow(fifthAtMs, 100);
  },
};
