import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetsFolder } from '../static-files.ts';
import { articles, markdown, parseArticle } from './articles.ts';

const folder = join(assetsFolder, 'journal');

describe('an article of the journal', () => {
  it.each(globSync('*.md', { cwd: folder }))('is the same with the line ends of Windows: %s', file => {
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    expect(parseArticle(text.replaceAll('\n', '\r\n'))).toEqual(parseArticle(text));
  });
});

const shown = async (source: string) => String(await markdown(source)).trim();

it.each([
  ['One.\n\nTwo\nlines.', '<p>One.</p>\n<p>Two\nlines.</p>'],
  ['## A *tide*', '<h2>A <em>tide</em></h2>'],
  ['**Reef** `when you *think* of it`', '<p><strong>Reef</strong> <code>when you *think* of it</code></p>'],
  [
    '[shelves](/search?q=a&b) [out](https://example.com)',
    '<p><a href="/search?q=a&amp;b">shelves</a> <a href="https://example.com">out</a></p>',
  ],
  ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
  ['<b>2 * 3 * 4</b> & "so"', '<p>&lt;b&gt;2 <em> 3 </em> 4&lt;/b&gt; &amp; &quot;so&quot;</p>'],
])('%j', async (source, html) => {
  expect(await shown(source)).toBe(html);
});

it('reads an article, and refuses one without its head', () => {
  const file =
    '---\ntitle: On: tides\nslug: on-tides\nminutes: 4\npublished: 2026-01-02\nteaser: Up and down.\n---\n\nWater.\n';
  expect(parseArticle(file)).toMatchObject({ title: 'On: tides', minutes: 4 });
  expect(() => parseArticle('Water.')).toThrow(/title/);
});

it('has three articles, newest first, none with a mark left over', async () => {
  expect(articles.map(({ slug }) => slug)).toEqual([
    'the-pilot-who-asks-twice',
    'when-to-reef',
    'what-a-bulkhead-is-for',
  ]);
  const texts = await Promise.all(articles.map(async ({ body }) => String(await body)));
  for (const text of texts) expect(text.replaceAll(/<[^>]*>|&#?\w+;/g, '')).not.toMatch(/[*`#[\]]/);
});
