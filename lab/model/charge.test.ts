import { chargeModel } from './charge.ts';
import { explore } from './explore.ts';
import { variants } from './variants.ts';
import { worlds } from './worlds.ts';

const MAX_STATES = 250_000;
/** It computes for 10 s; the machine may have other things to do. */
const LONGEST_MS = 60_000;

describe('the protocol that charges a card', () => {
  it.each([
    { ...worlds.oneKey, faults: 2 },
    { ...worlds.twoKeys, faults: 1 },
    { ...worlds.refunds, faults: 1 },
    { ...worlds.boundedRefunds, faults: 1 },
  ])(
    'keeps all its promises in "$name", whatever happens with $faults faults',
    ({ faults, ...world }) => {
      const { isWhole, violations } = explore(chargeModel({ world }, faults), { maxStates: MAX_STATES });
      expect({ isWhole, violations: Object.fromEntries(violations) }).toEqual({ isWhole: true, violations: {} });
    },
    LONGEST_MS,
  );
});

describe('without one of its mechanisms', () => {
  it.each(variants)('$name: $leadsTo', ({ leadsTo, ...setting }) => {
    const { violations } = explore(chargeModel(setting, setting.faults.length), {
      maxStates: MAX_STATES,
      lookFor: leadsTo,
    });
    expect([...violations.keys()]).toContain(leadsTo);
  });

  it('money is charged twice in words that can be read', () => {
    const [fresh] = variants;
    if (fresh === undefined) throw new Error('there are variants');
    const limits = { maxStates: MAX_STATES, lookFor: fresh.leadsTo };
    expect(explore(chargeModel(fresh, fresh.faults.length), limits).violations.get(fresh.leadsTo)).toEqual([
      'worker A takes the request with key 1 and claims it in Redis',
      'worker A commits the row of key 1',
      'worker A sends reference r1.1 to the bank',
      'worker A waits no longer for the bank: its request is delayed',
      'the sweeper takes over key 1 (fence 2)',
      'the sweeper sends reference r1.2 to the bank',
      'the bank captures r1.1; worker A does not hear it',
      'the bank captures r1.2 and answers the sweeper',
    ]);
  });
});
