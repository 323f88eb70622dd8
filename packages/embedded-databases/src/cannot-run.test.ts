import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialisePostgres } from './initialise-postgres.ts';

describe('a program of a database that the kernel refuses to start', () => {
  const dir = mkdtempSync(join(tmpdir(), 'watertight-cannot-run-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const folder = { dir: join(dir, 'data'), identity: undefined, throwAwayDir: undefined, logFile: join(dir, 'log') };
  const initdb = join(dir, 'initdb');

  it.each([
    ['is not there', undefined, 0, /initdb cannot be run: it is not there\. Remove node_modules/],
    [
      'has no loader, as on Alpine',
      '#!/lib/ld-of-another-libc.so\n',
      0o755,
      /loader \(glibc\).*musl.*docker compose up/,
    ],
    ['may not be executed', '#!/bin/sh\n', 0o644, /may not be executed/],
  ])('%s', async (_, content, mode, sentence) => {
    rmSync(initdb, { force: true });
    if (content !== undefined) writeFileSync(initdb, content, { mode });
    const error: unknown = await initialisePostgres(initdb, folder, false).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'no-binary', message: expect.stringMatching(sentence) });
  });
});
