import { definePolicies } from '@watertight/resilience';
import { answers, hangs, openCallee } from '../kit/callee.ts';
import { atMost, type Claim } from './claim.ts';
import { callers, longestWaitMs, piped } from './words.ts';

const { quick } = definePolicies({ quick: { timeout: { p99Times: 3, minMs: 50, maxMs: 1500 } } });

export const measuredTimeout: Claim = {
  pattern: 'timeout, measured',
  says: 'when a service that answers in milliseconds hangs, callers are released within 750 ms, though 1500 ms are allowed',
  seen: 'ms waited by the last of 20',
  holds: atMost(750),
  async look(isOn) {
    await using callee = await openCallee(answers);
    using calls = piped(quick);
    const call = () => calls.run(({ signal }) => callee.ask(signal));
    if (!isOn) calls.set({ samplesNeeded: 1_000_000 }); // never measured: the limit stays at its ceiling
    for (let round = 1; round <= 100; round += 1) await callers(4, call);
    callee.does(hangs);
    return await longestWaitMs(20, call);
  },
};
