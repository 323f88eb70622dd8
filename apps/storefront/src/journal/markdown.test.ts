import { journal, parseArticle } from './articles.ts';
import { markdown } from './markdown.ts';

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
  expect(journal.map(({ slug }) => slug)).toEqual([
    'the-pilot-who-asks-twice',
    'when-to-reef',
    'what-a-bulkhead-is-for',
  ]);
  const texts = await Promise.all(journal.map(async ({ body }) => String(await body)));
  for (const text of texts) expect(text.replaceAll(/<[^>]*>|&#?\w+;/g, '')).not.toMatch(/[*`#[\]]/);
});
