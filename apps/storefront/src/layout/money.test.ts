import { shown } from './money.ts';

it.each([
  ['1249.00', 'USD', '$1,249.00'],
  ['0.10', 'EUR', '€0.10'],
  ['1200', 'JPY', '¥1,200'],
  ['1.250', 'KWD', 'KWD\u00a01.250'],
  ['999999999.99', 'USD', '$999,999,999.99'],
  ['90071992547.41', 'GBP', '£90,071,992,547.41'],
] as const)('%s %s is %s', (amount, currency, text) => {
  expect(shown({ amount, currency })).toBe(text);
});
