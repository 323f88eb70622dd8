import { z } from 'zod';

/** ISO 4217 codes the shop trades in. */
export const Currency = z.enum(['USD', 'EUR', 'GBP', 'NOK', 'JPY', 'KWD']).meta({ id: 'Currency' });
export type Currency = z.infer<typeof Currency>;

/** Digits after the point, ISO 4217. */
export const fractionDigits: Record<Currency, number> = { USD: 2, EUR: 2, GBP: 2, NOK: 2, JPY: 0, KWD: 3 };

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

/** An amount of money on the wire. */
export const Money = z
  .strictObject({ amount: DecimalString, currency: Currency })
  .refine(digitsFit, digitsRule)
  .meta({ id: 'Money' });
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
