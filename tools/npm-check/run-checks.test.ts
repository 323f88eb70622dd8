import { runChecks, type CheckResult } from './run-checks.ts';

describe('running checks', () => {
  const holds = async (): Promise<CheckResult> => ({ holds: true, output: 'much to say' });
  const fails = async (): Promise<CheckResult> => ({ holds: false, output: 'a.ts: no\n' });

  it('says a line with its time for each, and the words of the failed ones only', async () => {
    const said: string[] = [];
    expect(await runChecks({ lint: holds, 'dead code': fails }, line => said.push(line))).toEqual(['dead code']);
    const line = (text: string) => expect.stringMatching(new RegExp(`^${text} \\d+\\.\\d s$`));
    expect(said).toEqual([line('✓ lint        '), line('✗ dead code   '), '\na.ts: no\n']);
  });

  it('answers nothing when all hold', async () => {
    expect(await runChecks({ lint: holds, types: holds, format: holds }, () => {})).toEqual([]);
  });

  it('runs two at a time, in their order', async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const slow = (name: string) => () => {
      begun.push(name);
      return new Promise<CheckResult>(resolve => ends.push(() => resolve({ holds: true, output: '' })));
    };
    const all = runChecks({ a: slow('a'), b: slow('b'), c: slow('c') }, () => {});
    expect(begun).toEqual(['a', 'b']);
    ends[1]?.();
    await new Promise(setImmediate);
    expect(begun).toEqual(['a', 'b', 'c']);
    ends[0]?.();
    ends[2]?.();
    expect(await all).toEqual([]);
  });
});
