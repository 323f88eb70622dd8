import { type ChargeStep, type Row, startOf, type State, type Worker } from './state.ts';
import { type Violation, violationsIn } from './violations.ts';
import { worlds } from './worlds.ts';

const setting = { world: worlds.twoKeys };
const start = startOf(setting.world, 0);
const row: Row = {
  state: 'pending',
  owner: 'worker A',
  fence: 1,
  openedFence: 1,
  reference: 'r1',
  held: true,
  givenUp: false,
  booked: 0,
};
const captured: Row = { ...row, state: 'moved', held: false, booked: 1 };

/** Key 1 as it stands; key 2 was never asked for. */
const state = (first: Row | null, timesMoved: number, told: State['told'][string] = []): State => ({
  ...start,
  postgres: { ...start.postgres, rows: { '1': first, '2': null } },
  bank: { ...start.bank, moved: { '1': timesMoved, '2': 0 } },
  told: { '1': told, '2': [] },
});

describe('a state in which nothing more will happen', () => {
  it.each<[string, State, Violation[]]>([
    ['nothing was asked', start, []],
    ['captured, booked and told', state(captured, 1, ['moved']), []],
    ['captured twice', state(captured, 2), ['too much money moved', 'never settled']],
    ['told captured, and nothing moved', state(null, 0, ['moved']), ['an answer is not true']],
    ['told declined, and captured', state(captured, 1, ['declined']), ['an answer is not true']],
    [
      'told declined and cancelled',
      state({ ...captured, state: 'declined', booked: 0 }, 0, ['cancelled', 'declined']),
      ['two final answers to one key'],
    ],
    ['captured here only', state(captured, 0), ['the ledger says otherwise than the bank', 'never settled']],
    ['entries written twice', state({ ...captured, booked: 2 }, 1), ['the ledger has it twice', 'never settled']],
    ['entries missing', state({ ...captured, booked: 0 }, 1), ['never settled']],
    ['a pending row that nobody looks at', state(row, 0), ['never settled']],
    ['money moved, and no row knows of it', state(null, 1), ['never settled']],
  ])('%s', (_, state, violations) => {
    expect(violationsIn(setting, state, [])).toEqual(violations);
  });
});

describe('a client that was told that nothing was charged', () => {
  const world = worlds.oneKey;
  const answered = (first: Worker, second: Worker): State => ({
    ...startOf(world, 0),
    workers: { 'worker A': first, 'worker B': second },
    postgres: { ...start.postgres, rows: { '1': captured } },
    bank: { ...start.bank, moved: { '1': 1 }, givenBack: { '1': 0 } },
    told: { '1': [] },
  });
  const refused: Worker = { is: 'gone', refused: '1' };

  it.each<[string, State, Violation[]]>([
    ['and asked once', answered(refused, { is: 'idle' }), ['told that nothing was charged, and charged']],
    ['at each request', answered(refused, refused), ['told that nothing was charged, and charged']],
    ['at the second request only', answered({ is: 'gone' }, refused), []],
    ['and asks again', answered(refused, { is: 'claiming', key: '1' }), []],
  ])('%s', (_, state, violations) => {
    expect(violationsIn({ world }, state, [])).toEqual(violations);
  });
});

describe('two charges of one order', () => {
  const both = (givenBack: number, wentBack: boolean): State => ({
    ...start,
    postgres: {
      ...start.postgres,
      rows: { '1': captured, '2': { ...captured, reference: 'r2', superfluous: true } },
      wentBack,
    },
    bank: { ...start.bank, moved: { '1': 1, '2': 1 }, givenBack: { '1': 0, '2': givenBack } },
  });
  const goesOn: ChargeStep[] = [{ says: 'the bank gives key 2 back', to: start, by: 'itself' }];

  it('are one too many', () => {
    expect(violationsIn(setting, both(0, false), goesOn)).toEqual(['too much money moved']);
  });

  it('may stand for a while when the ledger has lost the first, and must not stay', () => {
    expect(violationsIn(setting, both(0, true), goesOn)).toEqual([]);
    expect(violationsIn(setting, both(0, true), [])).toEqual(['too much money moved', 'never settled']);
  });

  it('must not both be given back when a client was told captured', () => {
    const paid = both(1, true);
    const neither = {
      ...paid,
      bank: { ...paid.bank, givenBack: { '1': 1, '2': 1 } },
      told: { '1': ['moved' as const], '2': [] },
    };
    expect(violationsIn(setting, neither, [])).toEqual(['paid, and all of it given back', 'never settled']);
  });

  it('end well when the second has been given back', () => {
    expect(violationsIn(setting, both(1, true), [])).toEqual([]);
  });
});
