import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../config.ts';
import { mutated, notMutated, testsOf } from './tests-of.ts';

const resilience = join(root, 'packages/resilience');

describe('which tests speak of a file', () => {
  it('is said for every source of the package, or the source is named as one that is not changed', () => {
    const all = globSync('**/*.ts', { cwd: join(resilience, 'src') }).filter(file => !file.endsWith('.d.ts'));
    expect([...mutated, ...notMutated].toSorted()).toEqual(all.toSorted());
  });

  it('names tests that are there', () => {
    for (const file of mutated)
      expect(testsOf(file).filter(test => !existsSync(join(resilience, 'test', test)))).toEqual([]);
  });

  it('is refused for a file that is not changed', () => {
    expect(() => testsOf('index.ts')).toThrow('index.ts is not among what is changed');
  });
});
