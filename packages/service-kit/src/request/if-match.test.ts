import { readIfMatch } from './if-match.ts';

const versionOf = (...lines: string[]) => readIfMatch(lines.flatMap(line => ['If-Match', line]));

describe('the version that a change replaces', () => {
  it('is the number between the quotes', () => expect(versionOf('"12"')).toBe(12));

  it.each(['1', '*', 'W/"1"', '"1", "2"', '""', '"0"', '"01"', '"-1"', '"1e2"', '"1.0"', '"٣"', '"1000000000"', '"a"'])(
    'is refused as %s',
    line => {
      expect(() => versionOf(line)).toThrow(expect.objectContaining({ code: 'invalid-request', status: 400 }));
    },
  );

  it('is refused on two header lines, which Node would join', () => {
    expect(() => versionOf('"1"', '"1"')).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });

  it.each([[[]], [['']]])('is missing in %j', lines => {
    expect(() => versionOf(...lines)).toThrow(expect.objectContaining({ code: 'precondition-required', status: 428 }));
  });
});
