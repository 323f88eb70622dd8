import type { Currency, Money } from '@watertight/contracts';

const formats = new Map<Currency, Intl.NumberFormat>();

/** `$1,249.00`: the decimal string as it is, never a float. */
export function shown({ amount, currency }: Money): string {
  let format = formats.get(currency);
  if (format === undefined)
    formats.set(currency, (format = new Intl.NumberFormat('en-US', { style: 'currency', currency })));
  return format.format(amount as Intl.StringNumericLiteral);
}
