import { againIn, age, beginningOf, counted, formatPrice, shownAsOf } from './format.ts';

it.each([
  [0, '1 second'],
  [999, '1 second'],
  [59_999, '59 seconds'],
  [60_000, '1 minute'],
  [59 * 60_000, '59 minutes'],
  [60 * 60_000, '1 hour'],
  [47 * 3_600_000, '1 day'],
  [13 * 86_400_000, '1 week'],
  [14 * 86_400_000, '2 weeks'],
  [59 * 86_400_000, '1 month'],
  [800 * 86_400_000, '2 years'],
])('%i ms is %s', (ms, words) => {
  expect(age(ms)).toBe(words);
});

it('says how old a copy is, and how many there are', () => {
  expect(shownAsOf(180_000)).toBe('Shown as of 3 minutes ago.');
  expect([counted(1, 'piece'), counted(0, 'piece'), counted(1204, 'harbour')]).toEqual([
    '1 piece',
    '0 pieces',
    '1,204 harbours',
  ]);
});

it.each([
  ['Short.', 'Short.'],
  ['Exactly twenty chars', 'Exactly twenty chars'],
  ['The last word here is cut off', 'The last word here…'],
  ['Nineteen letters ok and more', 'Nineteen letters ok…'],
  ['Oneverylongwordwithoutanyblank', 'Oneverylongwordwith…'],
])('of %j the first 20 characters, in whole words, are %j', (text, beginning) => {
  expect(beginningOf(text, 20)).toBe(beginning);
  expect(beginning.length).toBeLessThanOrEqual(20);
});

it.each([
  ['1249.00', 'USD', '$1,249.00'],
  ['0.10', 'EUR', '€0.10'],
  ['1200', 'JPY', '¥1,200'],
  ['1.250', 'KWD', 'KWD\u00a01.250'],
  ['999999999.99', 'USD', '$999,999,999.99'],
  ['90071992547.41', 'GBP', '£90,071,992,547.41'],
] as const)('%s %s is %s', (amount, currency, text) => {
  expect(formatPrice({ amount, currency })).toBe(text);
});

it.each([
  [1, '1 second'],
  [11_001, '12 seconds'],
  [60_000, '1 minute'],
  [60_001, '2 minutes'],
])('after %i ms it says to wait for %s, never too short', (waitMs, time) => {
  expect(againIn(waitMs)).toBe(`Wait for ${time}`);
});
