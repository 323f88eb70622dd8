import { z } from 'zod';

/** ISO 4217 codes the shop trades in. */
export const Currency = z.enum(['USD', 'EUR', 'GBP', 'NOK', 'JPY', 'KWD']).meta({ id: 'Currency' });
export type Currency = z.infer<typeof Currency>;

/** Digits after the point, ISO 4217. */
export const fractionDigits: Record<Currency, number> = { USD: 2, EUR: 2, GBP: 2, NOK: 2, JPY: 0, KWD: 3 };
