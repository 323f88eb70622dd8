import {
  admit,
  beneath,
  close,
  count,
  decide,
  endOpenPeriod,
  force,
  initialState,
  open,
  type Rules,
  type State,
  visible,
} from '../src/breaker/breaker.ts';

const rules: Rules = { failuresToOpen: 5, probes: 3, successesToClose: 2 };
const period = { sinceMs: 1000, openMs: 30_000 };
const later = { sinceMs: 9000, openMs: 1000 };

const opened = open(initialState, period);
const halfOpen = endOpenPeriod(opened);
const heldOpen = force(initialState, 'open', period);
const heldClosed = force(opened, 'closed', period);

/** The same breaker after results of its own epoch. */
const after = (state: State, ...results: Parameters<typeof count>[2][]): State =>
  results.reduce((before, result) => count(before, beneath(before).epoch, result), state);

describe('a closed breaker', () => {
  it('admits calls, and stays the same object for a success without failures before', () => {
    expect(admit(initialState, rules)).toBe(initialState);
    expect(after(initialState, 'success')).toBe(initialState);
    expect(after(initialState, 'nothing')).toBe(initialState);
  });

  it('counts failures in a row, and opens at the fifth', () => {
    const four = after(initialState, 'failure', 'failure', 'failure', 'failure');
    expect(four).toEqual({ is: 'closed', epoch: 0, isUnreachable: false, failuresInRow: 4 });
    expect([decide(four, rules), decide(after(four, 'failure'), rules)]).toEqual([null, 'open']);
    expect(after(four, 'success')).toEqual(initialState);
  });

  it('knows from the last result whether the dependency is unreachable', () => {
    expect(after(initialState, 'failure', 'unreachable')).toMatchObject({ isUnreachable: true, failuresInRow: 2 });
    expect(after(initialState, 'unreachable', 'failure')).toMatchObject({ isUnreachable: false, failuresInRow: 2 });
    expect(after(initialState, 'unreachable', 'success')).toEqual(initialState);
    const back = after(halfOpen, 'unreachable', 'success', 'success');
    expect(after(close({ ...beneath(back), isUnreachable: true }), 'success')).toMatchObject({ isUnreachable: false });
  });

  it('stays the same when it is closed again', () => {
    expect(close(initialState)).toBe(initialState);
  });

  it('ignores results of another epoch', () => {
    for (const epoch of [-1, 1]) expect(count(initialState, epoch, 'failure')).toBe(initialState);
  });
});

describe('an open breaker', () => {
  it('is in the next epoch, admits no call, and ignores results', () => {
    expect(opened).toEqual({ is: 'open', epoch: 1, isUnreachable: false, ...period });
    expect(admit(opened, rules)).toBeNull();
    for (const result of ['failure', 'success', 'nothing'] as const) expect(after(opened, result)).toBe(opened);
    expect(decide(opened, rules)).toBeNull();
  });

  it('keeps its period when it is opened again, and whether the dependency is unreachable', () => {
    expect(open(opened, later)).toBe(opened);
    const unreachable = after(initialState, 'unreachable');
    expect(open(unreachable, period)).toMatchObject({ is: 'open', epoch: 1, isUnreachable: true });
  });
});

describe('a half-open breaker', () => {
  const probing = (admitted: number): State =>
    Array.from({ length: admitted }).reduce<State>(state => admit(state, rules) ?? state, halfOpen);

  it('admits three probes, and one more when a result says nothing', () => {
    expect(halfOpen).toEqual({ is: 'half-open', epoch: 2, isUnreachable: false, admitted: 0, good: 0, bad: 0 });
    expect(probing(3)).toMatchObject({ admitted: 3 });
    expect(admit(probing(3), rules)).toBeNull();
    expect(after(probing(3), 'nothing')).toMatchObject({ admitted: 2, good: 0, bad: 0 });
  });

  it('closes with two good probes, and opens with the second bad one', () => {
    const [good, bad] = [after(probing(3), 'success'), after(probing(3), 'failure')];
    expect([good, bad]).toMatchObject([
      { good: 1, bad: 0 },
      { good: 0, bad: 1 },
    ]);
    expect([decide(good, rules), decide(bad, rules)]).toEqual([null, null]);
    expect(decide(after(good, 'success'), rules)).toBe('closed');
    expect(decide(after(bad, 'failure'), rules)).toBe('open');
    expect(after(probing(1), 'unreachable')).toMatchObject({ isUnreachable: true, bad: 1 });
    expect(after(probing(2), 'unreachable', 'success')).toMatchObject({ isUnreachable: false, good: 1 });
  });

  it('starts no second time when its period ends again', () => {
    expect(endOpenPeriod(halfOpen)).toBe(halfOpen);
    expect(close(halfOpen)).toEqual({ is: 'closed', epoch: 3, isUnreachable: false, failuresInRow: 0 });
  });
});

describe('a breaker that an operator holds', () => {
  it('is seen as held, and decides nothing', () => {
    expect([heldOpen, heldClosed].map(visible)).toEqual(['open', 'closed']);
    expect(admit(heldOpen, rules)).toBeNull();
    expect(admit(heldClosed, rules)).toBe(heldClosed);
    const failing = after(heldClosed, ...Array.from({ length: 5 }, () => 'failure' as const));
    expect(failing).toMatchObject({ is: 'forced', to: 'closed', beneath: { is: 'closed', failuresInRow: 5 } });
    expect([decide(failing, rules), decide(beneath(failing), rules)]).toEqual([null, 'open']);
  });

  it('goes on beneath: its open period ends, and it may be closed', () => {
    expect(endOpenPeriod(heldOpen)).toMatchObject({ is: 'forced', to: 'open', beneath: { is: 'half-open', epoch: 2 } });
    expect(close(heldOpen)).toMatchObject({ is: 'forced', to: 'open', beneath: { is: 'closed', epoch: 2 } });
    expect(beneath(heldClosed)).toEqual({ is: 'closed', epoch: 2, isUnreachable: false, failuresInRow: 0 });
  });

  it('is the same when it is held so already, and changes when it is held otherwise', () => {
    expect(force(heldOpen, 'open', later)).toBe(heldOpen);
    expect(force(heldOpen, 'closed', later)).toMatchObject({ to: 'closed', beneath: { is: 'closed', epoch: 2 } });
    expect(force(heldClosed, 'open', later)).toMatchObject({ to: 'open', beneath: { is: 'open', epoch: 3, ...later } });
    expect(force(opened, 'open', later)).toMatchObject({ to: 'open', beneath: opened });
  });
});
