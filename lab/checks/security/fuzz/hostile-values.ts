import type { RandomSource } from '../../../kit/random-source.ts';

/** In the place of `missing` nothing is sent. */
export const missing = Symbol('missing');

const texts = [
  '',
  '   ',
  'x'.repeat(10_000),
  'a\0b',
  '\ud800',
  '🧨👩‍👩‍👧',
  'лебёдка',
  'عربى',
  '\u202egnp.exe',
  '١٢٣',
  '１２',
  '<script>alert(1)</script>',
  `'; DROP TABLE orders; --`,
  '../../../../etc/passwd',
  '${7*7}{{7*7}}',
  '__proto__',
  'constructor',
  'a\r\nset-cookie: x=y',
  '%00',
  'NaN',
  '1e400',
  '-1',
  '9'.repeat(400),
  '0000-00-00T00:00:00Z',
  '999999-12-31T23:59:59Z',
  '00000000-0000-0000-0000-000000000000',
];
const others: unknown[] = [
  missing,
  null,
  true,
  0,
  -1,
  1.5,
  -0,
  1e308,
  2 ** 31,
  2 ** 53,
  [],
  {},
  [[[[[[]]]]]],
  { toString: 1, length: -1 },
  JSON.parse('{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'),
  Array.from({ length: 2000 }, () => 'a'),
];

export const hostileText = (random: RandomSource): string => random.oneOf(texts);
const hostileValue = (random: RandomSource): unknown =>
  random.chance(0.5) ? random.oneOf(texts) : random.oneOf(others);

/** The same JSON with one value in it replaced, at a place that is drawn. */
export function withOneHostile(json: unknown, random: RandomSource): unknown {
  const isTree = typeof json === 'object' && json !== null;
  const keys = isTree ? Object.keys(json) : [];
  if (!isTree || keys.length === 0 || random.chance(0.1)) return hostileValue(random);
  const key = random.oneOf(keys);
  const value = withOneHostile((json as Record<string, unknown>)[key], random);
  if (Array.isArray(json)) return json.map((each: unknown, i) => (String(i) === key ? value : each));
  const entries = Object.entries(json).map(([name, each]) => [name, name === key ? value : each] as const);
  const extra = random.chance(0.1) ? [['unknown', hostileValue(random)] as const] : [];
  return Object.fromEntries([...entries, ...extra].filter(([, each]) => each !== missing));
}

/** Bodies that are no JSON of the schema at all. */
export const brokenBodies = [
  '',
  'null',
  '[]',
  '{',
  '"a"',
  '{"a":1}{',
  '['.repeat(20_000),
  '{"a":'.repeat(5000),
  '\ufeff{}',
  '\0',
  '{"amount":"1.00","amount":"2.00"}',
];

export const contentTypes = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'no/such;;;=kind',
  '',
];
