import { definePolicies } from '@watertight/resilience';
import { answers, type Behaviour, fails, openCallee } from '../kit/callee.ts';
import { atLeast, type Claim } from './claim.ts';
import { answered, callers, piped } from './words.ts';

const { unsteady } = definePolicies({
  unsteady: { retry: { attempts: 3, firstDelayMs: 10, budget: { burst: 100 } } },
});

/** Fails each caller twice; callers are told apart by their path. */
function failsTwice(): Behaviour {
  const asked = new Map<string, number>();
  return (response, request) => {
    const { url = '/' } = request;
    const times = (asked.get(url) ?? 0) + 1;
    asked.set(url, times);
    (times > 2 ? answers : fails)(response, request);
  };
}

export const retry: Claim = {
  pattern: 'retry',
  says: '20 of 20 callers are answered by a service that fails each of them twice',
  seen: 'of 20 callers answered',
  holds: atLeast(20),
  async look(isOn) {
    await using callee = await openCallee(failsTwice());
    using calls = piped(unsteady);
    calls.switch('retry', isOn);
    return answered(await callers(20, n => calls.run(({ signal }) => callee.ask(signal, `/${n}`))));
  },
};
