import { idsIn } from '@watertight/idempotency';

/** The id of a refund, also its reference at the bank. Of refunds alone, so that one key for a charge and a refund makes two references. */
export const refundId = idsIn('0b7f3f0e-58c4-4f1b-9c67-2d3a0f8f6c11');
