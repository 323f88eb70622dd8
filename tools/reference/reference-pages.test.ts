import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../config.ts';
import { readErrors } from './read-errors.ts';
import { referencePages, stalePages } from './reference-pages.ts';

describe('docs/reference', () => {
  let pages: Record<string, string>;
  beforeAll(async () => void (pages = await referencePages(root)), 60_000);

  const linesOf = (name: string, word: string) => pages[name]?.split('\n').filter(line => line.includes(word)) ?? [];

  it('holds the numbers that are in force, and never those of whoever makes it', () => {
    expect(linesOf('policies.md', '`settling`')[0]).toContain('| bank |');
    expect(linesOf('outbound-waits.md', 'a statement').map(line => /[\d.]+ s/.exec(line)?.[0])).toContain('1.5 s');
    expect(linesOf('metrics.md', 'watertight_breaker_state')[0]).toContain('`policy`, `state`');
    expect(linesOf('http.md', 'POST /charge-card')[0]).toContain('`card-declined`');
    expect(linesOf('errors.md', '`card-declined`')[0]).toContain('| 402 |');
    expect(linesOf('variables.md', '`BANK_URL`')[0]).toContain('must be set');
    expect(Object.values(pages).join('')).not.toContain(root);
  });

  it('is fresh', async () => expect(await stalePages(root)).toEqual([]), 60_000);
});

describe('the errors of a source', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'watertight-errors-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  it('are found with code, status and words, wherever they are made', () => {
    mkdirSync(join(scratch, 'apps/tavern/src'), { recursive: true });
    writeFileSync(
      join(scratch, 'apps/tavern/src/pour.ts'),
      'class EmptyError extends ShopError { constructor(n: number) { super(`Barrel ${n} is empty.`, { code: "empty", status: 409 }); } }\n' +
        'throw new ShopError("Closed.", { code: "closed", status: 503, retryAllowed: false });\n' +
        'new Error("nothing of ours", { cause: 7 });',
    );
    expect(readErrors(scratch)).toEqual([
      { code: 'closed', status: 503, message: 'Closed.', place: 'tavern', retryAllowed: false },
      { code: 'empty', status: 409, message: 'Barrel … is empty.', place: 'tavern', retryAllowed: true },
    ]);
  });
});
