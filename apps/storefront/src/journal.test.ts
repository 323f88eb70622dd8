import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArticle } from './journal.ts';

const folder = join(import.meta.dirname, '../assets/journal');

describe('an article of the journal', () => {
  it.each(globSync('*.md', { cwd: folder }))('is the same with the line ends of Windows: %s', file => {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    expect(parseArticle(text.replaceAll('\n', '\r\n'))).toEqual(parseArticle(text));
  });
});
