import { definePolicies } from '@watertight/resilience';
import { fails, openCallee } from '../kit/callee.ts';
import { atMost, type Claim } from './claim.ts';
import { callers, piped } from './words.ts';

const { storm } = definePolicies({ storm: { retry: { attempts: 5, firstDelayMs: 10 } } });

/** A bucket that every call fills for all its attempts: as good as none. */
const noBudget = { ratio: 10, burst: 10_000, perSecond: 10_000 };

export const retryBudget: Claim = {
  pattern: 'retry budget',
  says: '100 callers of a service that fails ask it at most 120 times, though each may ask five times',
  seen: 'requests for 100 callers',
  holds: atMost(120),
  async look(isOn) {
    await using callee = await openCallee(fails);
    using calls = piped(storm);
    if (!isOn) calls.set(noBudget);
    await callers(100, () => calls.run(({ signal }) => callee.ask(signal)));
    return callee.asked;
  },
};
