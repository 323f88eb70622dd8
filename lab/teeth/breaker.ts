import { definePolicies } from '@watertight/resilience';
import { fails, openCallee } from '../kit/callee.ts';
import { atMost, type Claim } from './claim.ts';
import { callers, piped } from './words.ts';

const { broken } = definePolicies({ broken: { breaker: {} } });

export const breaker: Claim = {
  pattern: 'breaker',
  says: 'a service that fails is asked for 5 of 100 calls, one after the other',
  seen: 'requests for 100 calls',
  holds: atMost(5),
  async look(isOn) {
    await using callee = await openCallee(fails);
    using calls = piped(broken);
    calls.switch('breaker', isOn);
    for (let call = 1; call <= 100; call += 1) await callers(1, () => calls.run(({ signal }) => callee.ask(signal)));
    return callee.asked;
  },
};
