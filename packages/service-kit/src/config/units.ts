import { MINUTE } from '@watertight/resilience';

export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
