import { drawSecret, readAnswer } from './mystery.ts';

describe('mystery', () => {
  it('hides the same fault under the same seed, and each of the 20 under some', () => {
    expect(drawSecret(7)).toEqual(drawSecret(7));
    const all = Array.from({ length: 500 }, (_, seed) => drawSecret(seed)).map(
      ({ service, fault }) => `${service} ${fault}`,
    );
    expect(new Set(all).size).toBe(20);
  });

  it('takes "comments hang" in any case', () =>
    expect(readAnswer(' Comments  HANG ')).toEqual({ service: 'comments', fault: 'hang' }));

  it.each([
    ['hang', 'A service first: search, checkout, recommendations, comments.'],
    ['comments', 'Then a fault: slow, hang, error, lose-request, garbage.'],
    ['comments hang badly', 'Then a fault: slow, hang, error, lose-request, garbage.'],
    ['', 'A service first: search, checkout, recommendations, comments.'],
  ])('says of "%s" what is missing, and does not count it', (line, says) => expect(readAnswer(line)).toBe(says));
});
