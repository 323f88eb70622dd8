import { text } from './names.ts';

const accepts = (typed: string) => text(100).safeParse(typed).success;

describe('text that people type', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \t\n\u00a0\u3000'],
    ['a zero-width space', '\u200b'],
    ['zero-width joiners', '\u200c\u200d'],
    ['a word joiner', '\u2060'],
    ['an invisible separator', '\u2063'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['a combining grapheme joiner', '\u034f'],
    ['directions', '\u202e\u202c\u2066\u2069'],
    ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
    ['Khmer inherent vowels', '\u17b4\u17b5'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tags', '\u{e0041}\u{e007f}'],
    ['the empty Braille pattern', '\u2800'],
    ['an empty note head', '\u{1d159}'],
    ['controls', '\u0001\u007f\u0085'],
    ['all of it', ' \u200b\u3164\u2800 '],
  ])('is refused as empty when it is %s', (_, typed) => {
    expect(text(100).safeParse(typed).error?.issues[0]?.message).toBe('not empty');
  });

  it.each(['A', '.', '\u200bAda\u200b', 'नी', '한글', 'علي\u200cرضا', '👩\u200d🚒', '⠃', '❤\ufe0f'])(
    'is taken when it shows something: %j',
    typed => {
      expect(accepts(typed)).toBe(true);
    },
  );

  it.each(['a\u001b[31mb', 'a\u0007', 'a\u202eb', 'a\u2066b', 'a\u0085'])(
    'is refused when it misleads readers: %j',
    typed => {
      expect(accepts(typed)).toBe(false);
    },
  );

  it('is taken with line ends and tabs', () => {
    expect(accepts('a\r\n\tb')).toBe(true);
  });

  it('is refused with a NUL, with half a surrogate pair, and when it is too long', () => {
    expect(['a\0', 'a\ud800', 'a'.repeat(101)].map(accepts)).toEqual([false, false, false]);
  });
});
