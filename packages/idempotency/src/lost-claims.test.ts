import { fakeClock } from '@watertight/testing';
import { LostClaims } from './lost-claims.ts';

describe('claims whose answer was lost', () => {
  const clock = fakeClock();

  it('are due, oldest first, until their outcome is known', () => {
    const lost = new LostClaims(1000);
    for (const id of ['a', 'b', 'c']) lost.add({ id });
    expect(lost.due(2)).toEqual([{ id: 'a' }, { id: 'b' }]);
    lost.delete({ id: 'a' });
    expect(lost.due(2)).toEqual([{ id: 'b' }, { id: 'c' }]);
  });

  it('are forgotten after their time, which does not begin anew when they are lost again', async () => {
    const lost = new LostClaims(1000);
    lost.add({ id: 'a' });
    await clock.advance(999);
    lost.add({ id: 'a' });
    expect(lost.due(1)).toEqual([{ id: 'a' }]);
    await clock.advance(1);
    expect(lost.due(1)).toEqual([]);
  });

  it('are 1,000 at most: then the oldest goes', () => {
    const lost = new LostClaims(1000);
    for (let n = 1; n <= 1001; n += 1) lost.add({ id: String(n) });
    expect(lost.due(2)).toEqual([{ id: '2' }, { id: '3' }]);
    expect(lost.due(2000)).toHaveLength(1000);
  });
});
