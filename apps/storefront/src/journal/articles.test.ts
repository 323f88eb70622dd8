import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetsFolder } from '../assets.ts';
import { parseArticle } from './articles.ts';

const folder = join(assetsFolder, 'journal');

describe('an article of the journal', () => {
  it.each(globSync('*.md', { cwd: folder }))('is the same with the line ends of Windows: %s', file => {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    expect(parseArticle(text.replaceAll('\n', '\r\n'))).toEqual(parseArticle(text));
  });
});
