import { definePolicies } from '@watertight/resilience';
import { fails, openCallee } from '../kit/callee.ts';
import { atLeast, type Claim } from './claim.ts';
import { answered, callers, piped } from './words.ts';

const { shelf } = definePolicies({ shelf: { fallback: () => 'bestsellers' } });

export const fallback: Claim = {
  pattern: 'fallback',
  says: '100 of 100 callers of a service that fails get something to show',
  seen: 'of 100 callers answered',
  holds: atLeast(100),
  async look(isOn) {
    await using callee = await openCallee(fails);
    using calls = piped(shelf);
    calls.switch('fallback', isOn);
    return answered(await callers(100, () => calls.run(({ signal }) => callee.ask(signal))));
  },
};
