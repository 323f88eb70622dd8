import { definePolicies } from '@watertight/resilience';
import { hangs, openCallee } from '../kit/callee.ts';
import { atMost, type Claim } from './claim.ts';
import { longestWaitMs, piped } from './words.ts';

/** Three attempts of 400 ms with their backoff: patient, for a caller that waits 500 ms. */
const { patient } = definePolicies({
  patient: {
    retry: { attempts: 3, firstDelayMs: 100, jitter: 'none', budget: { burst: 100 } },
    timeout: { afterMs: 400 },
  },
});

export const deadline: Claim = {
  pattern: 'deadline',
  says: 'whoever waits 500 ms is told within 800 ms, though three attempts of 400 ms were allowed',
  seen: 'ms waited by the last of 20',
  holds: atMost(800),
  async look(isOn) {
    await using callee = await openCallee(hangs);
    using calls = piped(patient);
    calls.switch('deadline', isOn);
    return await longestWaitMs(20, () => calls.run(({ signal }) => callee.ask(signal), { deadlineMs: 500 }));
  },
};
