import { Currency, fractionDigits } from './currencies.ts';

/** A JSON Schema of an object. */
export interface ObjectSchema {
  properties?: Record<string, unknown>;
  [keyword: string]: unknown;
}

interface Amounts {
  /** More than zero. */
  positive?: boolean;
  /** Before the point, at most. Default 9. */
  wholeDigits?: number;
}
export const POSITIVE: Amounts = { positive: true };

/**
 * Publishes how an amount is written in each currency. JSON Schema has no rule across two members, so there is one alternative for
 * each number of digits. For `published` of a schema's meta; the OpenAPI document takes it in place of what zod says.
 */
export function amountsByCurrency(amounts: Amounts = {}) {
  const byDigits = Map.groupBy(Currency.options, currency => fractionDigits[currency]);
  return (schema: ObjectSchema): ObjectSchema => ({
    anyOf: [...byDigits].map(([digits, currencies]) => ({
      ...schema,
      properties: {
        ...schema.properties,
        amount: { type: 'string', pattern: amountPattern(digits, amounts) },
        currency: { type: 'string', enum: currencies },
      },
    })),
  });
}

function amountPattern(digits: number, { positive = false, wholeDigits = 9 }: Amounts): string {
  const fraction = digits === 0 ? '' : `\\.[0-9]{${digits}}`;
  const fromOne = `[1-9][0-9]{0,${wholeDigits - 1}}${fraction}`;
  if (!positive) return `^(0${fraction}|${fromOne})$`;
  const leadingZeros = Array.from({ length: digits }, (_, zeros) => zeros);
  const belowOne = leadingZeros.map(zeros => `|0\\.0{${zeros}}[1-9][0-9]{${digits - 1 - zeros}}`);
  return `^(${fromOne}${belowOne.join('')})$`;
}
