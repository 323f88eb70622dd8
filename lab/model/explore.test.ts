import { explore, type Model, type Step } from './explore.ts';

/** Three and five litres, and a tap: four are to be measured. */
interface Jugs {
  small: number;
  large: number;
}

const jugs: Model<Jugs, Step<Jugs>> = {
  start: { small: 0, large: 0 },
  stepsFrom({ small, large }) {
    const over = Math.min(small, 5 - large);
    const back = Math.min(large, 3 - small);
    return [
      { says: 'fill the small one', to: { small: 3, large } },
      { says: 'fill the large one', to: { small, large: 5 } },
      { says: 'empty the small one', to: { small: 0, large } },
      { says: 'empty the large one', to: { small, large: 0 } },
      { says: 'pour small into large', to: { small: small - over, large: large + over } },
      { says: 'pour large into small', to: { small: small + back, large: large - back } },
    ];
  },
  wrongWith: ({ large }) => (large === 4 ? ['four litres'] : []),
};

describe('an exploration', () => {
  it('finds a shortest way: four litres in six steps', () => {
    expect(explore(jugs, { maxStates: 100 }).violations.get('four litres')).toEqual([
      'fill the large one',
      'pour large into small',
      'empty the small one',
      'pour large into small',
      'fill the large one',
      'pour large into small',
    ]);
  });

  it('visits each of the 16 states once, and says that these are all', () => {
    expect(explore(jugs, { maxStates: 100 })).toMatchObject({ states: 16, isWhole: true });
  });

  it('ends at its limit of 10 states, and says so', () => {
    expect(explore(jugs, { maxStates: 10 })).toMatchObject({ states: 10, isWhole: false });
  });

  it('ends when what it looks for is found', () => {
    expect(explore(jugs, { maxStates: 100, lookFor: 'four litres' }).isWhole).toBe(false);
  });
});
