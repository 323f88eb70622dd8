import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { answer, fakeServer } from '@watertight/testing';

const program = fileURLToPath(new URL('../lab.ts', import.meta.url));

/** The control room of a shop with one process of each service. */
const room = fakeServer(() => answer.json({ services: [{ name: 'storefront' }, { name: 'search' }] }));

/** Runs the command as in a pipe: it has no terminal. */
function lab(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { env: { ...process.env, ROOM_URL: room.url } },
      (_, out, err) => resolve({ code: child.exitCode ?? NaN, out, err }),
    );
  });
}

describe('npm run lab', () => {
  it('lists the experiments by group', async () => {
    const { code, out } = await lab();
    expect(code).toBe(0);
    expect(out).toMatch(/^patterns\n( {2}.+\n)* {2}jitter {2,}200 callers/);
  });

  it('answers an unknown name with one sentence, the list and exit code 2, and runs nothing', async () => {
    const { code, out, err } = await lab('jitter', 'jiter');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^There is no experiment "jiter"\.\npatterns\n/);
  });

  it('answers an unknown option with exit code 2', async () => {
    expect(await lab('jitter', '--fast')).toMatchObject({ code: 2, out: '' });
  });

  it('names the command that opens a shop with two processes of search, runs what needs one, and ends with 2', async () => {
    const { code, out, err } = await lab('gray', 'jitter', '--quick', '--json');
    expect(err).toBe('gray needs 2 processes of search. Open the shop with `npm start -- --replicas search=2`.\n');
    expect({ code, name: (JSON.parse(out) as { name: string }).name }).toEqual({ code: 2, name: 'jitter' });
    expect(room.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('grades an assignment, which is not passed as it is, and refuses an unknown one', async () => {
    const { code, out } = await lab('grade', 'a4');
    expect({ code, last: out.trim().split('\n').at(-1) }).toEqual({ code: 1, last: 'not yet: 2 of 4 hold' });
    expect(await lab('grade', 'a5')).toMatchObject({ code: 2, err: expect.stringContaining('a1, a2, a3, a4') });
  });

  it('records no shortened run', async () => {
    expect(await lab('jitter', '--record', '--quick')).toMatchObject({ code: 2, out: '' });
  });

  it('runs jitter without a terminal and so without a question, and prints all its numbers as JSON', async () => {
    const { code, out } = await lab('jitter', '--quick', '--json');
    const { name, guess, rows, verdict } = JSON.parse(out) as Record<string, unknown>;
    expect({ name, guess }).toEqual({ name: 'jitter', guess: null });
    // On a machine too busy to keep the time it says so; what it must not do is fail.
    expect([
      ['HOLDS', 0],
      ['INCONCLUSIVE', 3],
    ]).toContainEqual([verdict, code]);
    if (verdict === 'INCONCLUSIVE') return; // its numbers say nothing
    expect(rows).toMatchObject([
      {
        arms: [{ arm: 'full jitter' }, { arm: 'no jitter', predicted: 100 }],
        claim: { bound: 'at most 25', result: 'holds with the pattern, fails without' },
      },
    ]);
  });
});
