import { definePolicies } from '@watertight/resilience';
import { hangs, openCallee } from '../kit/callee.ts';
import { atMost, type Claim } from './claim.ts';
import { longestWaitMs, piped } from './words.ts';

const { hung } = definePolicies({ hung: { timeout: { afterMs: 200 } } });

/** Without the pattern the caller ends the wait for a service that hangs, by disconnecting. */
const PATIENCE_MS = 1500;

export const timeout: Claim = {
  pattern: 'timeout, fixed',
  says: 'a caller of a service that hangs is released within 500 ms, by a limit of 200 ms',
  seen: 'ms waited by the last of 20',
  holds: atMost(500),
  async look(isOn) {
    await using callee = await openCallee(hangs);
    using calls = piped(hung);
    calls.switch('timeout', isOn);
    const left = AbortSignal.timeout(PATIENCE_MS);
    return await longestWaitMs(20, () => calls.run(({ signal }) => callee.ask(signal), { signal: left }));
  },
};
