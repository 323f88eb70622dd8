import { type Row, startOf, type State } from './state.ts';
import { type Violation, violationsIn } from './violations.ts';
import { worlds } from './worlds.ts';

const setting = { world: worlds.twoKeys };
const start = startOf(setting.world, 0);
const row: Row = { state: 'pending', fence: 1, held: true, givenUp: false, booked: 0 };
const captured: Row = { ...row, state: 'moved', held: false, booked: 1 };

/** Key 1 as it stands; key 2 was never asked for. */
const state = (first: Row | null, timesMoved: number, told: State['told'][string] = []): State => ({
  ...start,
  postgres: { away: false, rows: { '1': first, '2': null } },
  bank: { records: {}, moved: { '1': timesMoved, '2': 0 } },
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
