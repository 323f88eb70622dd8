import { idsIn } from '@watertight/idempotency';

/**
 * The id of the charge that a caller's key stands for, which is also its reference at the bank.
 *
 * The namespace was made once for this purpose; another value would give every key of the past a new reference at the bank.
 */
export const chargeId = idsIn('6f0d9f0c-2b0e-4f43-9d3e-7c1a4be0a8d5');
