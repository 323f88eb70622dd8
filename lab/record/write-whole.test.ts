import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotWrittenError, writeWhole } from './write-whole.ts';

describe('a file that is written as a whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whole-'));

  it('replaces the one before, in a folder that need not be there', () => {
    const path = join(folder, 'docs', 'measured.json');
    writeWhole(path, 'one');
    writeWhole(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'docs'))).toEqual(['measured.json']);
  });

  it('leaves what was there, and nothing beside it, when it cannot be written', () => {
    mkdirSync(join(folder, 'pages', 'one.md'), { recursive: true });
    expect(() => writeWhole(join(folder, 'pages', 'one.md'), 'text')).toThrow(NotWrittenError);
    expect(readdirSync(join(folder, 'pages'))).toEqual(['one.md']);
  });
});
