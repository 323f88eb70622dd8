import { nameOf, selectionOf } from './selected.ts';

it.each([
  ['search', 'search'],
  ['payment-2', 'payment-2'],
  ['storefront.basketBadge', 'storefront.basketBadge'],
  [undefined, 'storefront.checkout'],
  ['', 'storefront.checkout'],
  ['"><script>', 'storefront.checkout'],
  ['//evil.example', 'storefront.checkout'],
  ['search\r\nlocation: x', 'storefront.checkout'],
  [['search', 'bank'], 'storefront.checkout'],
  ['x'.repeat(200), 'storefront.checkout'],
])('%j selects %s', (at, expected) => {
  expect(nameOf(selectionOf(at))).toBe(expected);
});
