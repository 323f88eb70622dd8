import { z } from 'zod';
import { Currency, fractionDigits } from './currencies.ts';
import { amountsByCurrency } from './published-amounts.ts';

export { Currency, fractionDigits };

/** An amount as a decimal string, never a float: "99.99", "1200" (JPY), "1.250" (KWD). */
export const DecimalString = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,8})(\.[0-9]{1,3})?$/, {
    error: 'a decimal string without sign, exponent or grouping, for example "99.99"',
    abort: true, // what is no amount is not also told how many digits it should have
  })
  .meta({ id: 'DecimalString' });

/** Whether an amount has exactly the digits its currency has. For `refine`, with `digitsRule`. */
export const digitsFit = ({ amount, currency }: { amount: string; currency: Currency }) =>
  (amount.split('.')[1] ?? '').length === fractionDigits[currency];
export const digitsRule = {
  path: ['amount'],
  message: 'exactly as many digits after the point as the currency has (USD 2, JPY none, KWD 3)',
};

/** Whether an amount is more than zero. For `refine`, with `positiveRule`. */
export const isPositive = ({ amount }: { amount: string }) => /[1-9]/.test(amount);
export const positiveRule = { path: ['amount'], message: 'more than zero' };

/** An amount of money on the wire. */
export const Money = z
  .strictObject({ amount: DecimalString, currency: Currency })
  .refine(digitsFit, digitsRule)
  .meta({ id: 'Money', published: amountsByCurrency() });
export type Money = z.infer<typeof Money>;

/** "99.99" USD → 9999n. @throws RangeError when the digits do not fit the currency. */
export function toMinor({ amount, currency }: Money): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  if (fraction.length !== fractionDigits[currency]) {
    throw new RangeError(`${amount} ${currency}: ${fractionDigits[currency]} digits after the point expected`);
  }
  return BigInt(whole + fraction);
}

/** 9999n USD → { amount: "99.99", currency: "USD" }. */
export function fromMinor(amountMinor: bigint, currency: Currency): Money {
  const digits = fractionDigits[currency];
  const padded = amountMinor.toString().padStart(digits + 1, '0');
  const amount = digits === 0 ? padded : `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
  return { amount, currency };
}
