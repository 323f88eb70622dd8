import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../config.ts';
import { mutated, notMutated, testsOf } from './tests-of.ts';

const sources = join(root, 'packages/resilience/src');

describe('which tests speak of a file', () => {
  it('is said for every source of the package, or the source is named as one that is not changed', () => {
    const all = globSync('*.ts', { cwd: sources }).filter(file => !/\.(test|fixture|d)\.ts$/.test(file));
    expect([...mutated, ...notMutated].toSorted()).toEqual(all.toSorted());
  });

  it('names tests that are there', () => {
    for (const file of mutated) expect(testsOf(file).filter(test => !existsSync(join(sources, test)))).toEqual([]);
  });

  it('is refused for a file that is not changed', () => {
    expect(() => testsOf('index.ts')).toThrow('index.ts is not among what is changed');
  });
});
