import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, keepScore, readScores, tableOf, total } from './scores.ts';

const score = (detected: number, valid: number) => ({ detected, valid, hung: 0, survivors: [] });

describe('scores', () => {
  it('are kept per file, the newest of each', () => {
    const home = mkdtempSync(join(tmpdir(), 'watertight-scores-'));
    expect(readScores(home)).toEqual({});
    keepScore(home, 'retry.ts', { ...score(1, 10), of: 'before' });
    keepScore(home, 'breaker.ts', { ...score(9, 10), of: 'now' });
    keepScore(home, 'retry.ts', { ...score(8, 10), of: 'now' });
    expect(readScores(home)).toEqual({
      'breaker.ts': { ...score(9, 10), of: 'now' },
      'retry.ts': { ...score(8, 10), of: 'now' },
    });
    rmSync(home, { recursive: true });
  });

  it('add up by changes, not by files', () => {
    const scores = { 'retry.ts': score(80, 100), 'units.ts': score(0, 1) };
    expect(total(scores)).toEqual({ detected: 80, valid: 101, percent: expect.closeTo(79.2, 1) });
    expect(tableOf(scores).split('\n')).toEqual([
      'retry.ts                          80.0 %  80 of 100',
      'units.ts                           0.0 %  0 of 1',
      'all                               79.2 %  80 of 101',
    ]);
  });

  it('hold for the same texts only, in the same order', () => {
    const prints = [['a', 'b'], ['ab'], ['b', 'a'], ['a', 'b', '']].map(fingerprint);
    expect(new Set(prints).size).toBe(4);
    expect(fingerprint(['a', 'b'])).toBe(prints[0]);
  });
});
