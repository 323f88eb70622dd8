import { compareShares, sharesOf } from './check-plain-english.ts';
import { readComments, readSentences } from './read-texts.ts';

const limits = { comments: 50, docs: 1, listAll: false };

describe('the check of plain English', () => {
  const source = [
    "const url = 'https://nobody.example'; // a seat per call",
    'const text = `// somebody`;',
    '/**',
    ' * Returns `nobody`.',
    ' * Then whoever calls next waits.',
    ' */',
    '// two lines',
    '// of one comment',
  ].join('\n');

  it('reads 3 comments, and neither strings nor code in backticks', () => {
    expect(readComments(source).map(({ line }) => line)).toEqual([1, 3, 7]);
    const [share] = sharesOf(['apps/bank/src/a.ts'], () => readComments(source));
    expect(share).toMatchObject({ area: 'apps/bank', texts: 3, withBannedWord: 2 });
    expect(share?.hits).toEqual([
      'apps/bank/src/a.ts:1 "seat": write permit',
      'apps/bank/src/a.ts:5 "whoever": write the caller, the client, the user, the service or the worker',
    ]);
  });

  it('reads sentences and table cells of a page, and neither code nor link addresses', () => {
    const page = '# Title\n\nOne. See [the table](gate.md).\n\n```sh\nnobody\n```\n\n| `seat` | a seat |\n';
    const [share] = sharesOf(['docs/a.md'], () => readSentences(page));
    expect(share).toMatchObject({ area: 'docs', texts: 4, withBannedWord: 1 });
    expect(share?.hits).toEqual(['docs/a.md:9 "seat": write permit']);
  });

  it('fails above 1 % of sentences, with place, word and better word, and holds at 1 %', () => {
    const docs = (texts: number) => [
      { area: 'docs', texts, withBannedWord: 1, hits: ['docs/a.md:9 "seat": write permit'] },
    ];
    expect(compareShares([], docs(99), limits)).toEqual({
      holds: false,
      output: expect.stringContaining(
        'docs/a.md:9 "seat": write permit\n  sentences of docs with a banned word: 1 of 99 (1.01 %)',
      ),
    });
    const atLimit = compareShares([], docs(100), limits);
    expect(atLimit.holds).toBe(true);
    expect(atLimit.output).toContain('    docs 1.0 %');
    expect(atLimit.output).not.toContain('write permit');
  });

  it('fails above the limit of comments', () => {
    const comments = (withBannedWord: number) => [{ area: 'lab', texts: 10, withBannedWord, hits: [] }];
    expect(compareShares(comments(6), [], limits).holds).toBe(false);
    expect(compareShares(comments(5), [], limits).holds).toBe(true);
  });

  it('accepts "the customer who paid", and refuses "for who paid"', () => {
    const hits = (text: string) => sharesOf(['lab/a.ts'], () => [{ line: 1, text }])[0]?.hits.length;
    expect(hits('the customer who paid')).toBe(0);
    expect(hits('an answer for who paid')).toBe(1);
  });
});
