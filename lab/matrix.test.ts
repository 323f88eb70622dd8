import { execFile } from 'node:child_process';
import { appsAreBuilt } from '@watertight/testing';

const WITHIN_MS = 170_000;

it(
  'every page and every action is right under one fault of each sort: npm run matrix -- --quick',
  async () => {
    await appsAreBuilt();
    const { promise, resolve } = Promise.withResolvers<{ code: number | string | null | undefined; output: string }>();
    const run = execFile(
      process.execPath,
      ['lab/matrix/run.ts', '--quick', '--built'],
      { timeout: WITHIN_MS },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
    const { code, output } = await promise;
    expect({ code, output, signal: run.signalCode }).toEqual({
      code: 0,
      output: expect.stringMatching(/^143 of 143 cells are right; .*\nhealed: 11 of 11 rows, /m),
      signal: null,
    });
  },
  WITHIN_MS + 10_000,
);
