import { definePolicies } from '@watertight/resilience';
import { answers, hangs, openCallee } from '../kit/callee.ts';
import { atLeast, type Claim } from './claim.ts';
import { answered, callers, piped } from './words.ts';

const policies = definePolicies({
  hung: { bulkhead: { running: 10 } },
  healthy: { bulkhead: { running: 10 } },
});

export const bulkhead: Claim = {
  pattern: 'bulkhead',
  says: 'while 100 callers wait for a service that hangs, 10 of 10 callers of another are answered',
  seen: 'of 10 callers of the healthy service answered',
  holds: atLeast(10),
  async look(isOn) {
    await using hanging = await openCallee(hangs);
    await using answering = await openCallee(answers);
    using hung = piped(policies.hung);
    using healthy = piped(policies.healthy);
    for (const calls of [hung, healthy]) calls.switch('bulkhead', isOn);
    const waiting = callers(100, () => hung.run(({ signal }) => hanging.ask(signal)));
    const seen = answered(await callers(10, () => healthy.run(({ signal }) => answering.ask(signal))));
    hung.close();
    await waiting;
    return seen;
  },
};
