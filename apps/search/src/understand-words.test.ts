import { understandWords } from './understand-words.ts';

describe('what was typed', () => {
  it.each([
    ['nothing', '', []],
    ['only white space', ' \t\n\u00a0 ', []],
    ['two words', '  Bilge   PUMP ', ['bilge', 'pump']],
    ['the same word twice', 'winch Winch', ['winch']],
    ['a size without a space', '10mm rope', ['10', 'mm', 'rope']],
    ['a size that is a name', 'M8 shackle', ['m8', 'shackle']],
    ['a decimal number', '3.5 m hose', ['3.5', 'm', 'hose']],
    ['a compound', 'self-tailing', ['self', 'tailing']],
    ['accents, composed or not', 'élan e\u0301lan', ['élan']],
    ['Cyrillic', 'якорь для лодки', ['якорь', 'для', 'лодки']],
    ['emoji among words', '⚓ winch 🧭', ['winch']],
    ['only emoji', '⚓🧭', []],
    ['quotes', `'winch" OR 1=1; --`, ['winch', 'or', '1']],
    ['the operators of a tsquery', 'a & b | !c <-> d:* ((', ['a', 'b', 'c', 'd']],
    ['wildcards and backslashes', '% _ \\ \\x', ['x']],
    ['NUL inside a word', 'win\0ch', ['winch']],
    ['a soft hyphen and a zero-width space', 'win\u00adch po\u200bwer', ['winch', 'power']],
    ['half a surrogate pair', 'winch \ud83d', ['winch']],
  ])('is understood: %s', (_, typed, words) => {
    expect(understandWords(typed).words).toEqual(words);
  });

  it.each([
    ['10,000 letters', 'x'.repeat(10_000)],
    ['1,000 words', Array.from({ length: 1000 }, (_, i) => `word${i}`).join(' ')],
    ['10,000 emoji', 'a⚓'.repeat(10_000)],
    ['letters that become eighteen each', '\uFDFA'.repeat(10_000)],
    ['200 characters whose last is half a pair', `${'x'.repeat(199)}🧭`],
  ])('is cut to 200 characters, 12 words, and 40 letters each: %s', (_, typed) => {
    const { shown, words } = understandWords(typed);
    expect(shown.length).toBeLessThanOrEqual(200);
    expect(shown.isWellFormed()).toBe(true);
    expect(words.length).toBeLessThanOrEqual(12);
    expect(words.every(word => word.length <= 40 && word.isWellFormed())).toBe(true);
  });

  it('is shown as it was typed, trimmed and without control characters', () => {
    expect(understandWords('  "Élan"\t&\u0007 winch\0 ').shown).toBe('"Élan" & winch');
  });
});
