import { z } from 'zod';
import { refundId } from '../refund/refund-id.ts';
import { chargeId } from './charge-id.ts';

/** What identifies a request: its caller, its key, and a hash of the whole request. */
const keyed = { caller: z.string(), key: z.string(), fingerprint: z.string() };
const ChargeMemo = z.object({ orderId: z.string(), ...keyed });
const RefundMemo = z.object(keyed);
export type ChargeMemo = z.infer<typeof ChargeMemo>;
export type RefundMemo = z.infer<typeof RefundMemo>;

interface Keyed {
  readonly scope: string;
  readonly key: string;
  readonly fingerprint: string;
}

/**
 * What is written beside a capture at the bank: enough to enter the charge again where the ledger has lost its row.
 *
 * A reference is a hash of caller and key, so neither can be read from it. The card is not among it.
 */
export function chargeMemo({ orderId, scope, key, fingerprint }: Keyed & { readonly orderId: string }): string {
  return JSON.stringify({ orderId, caller: scope, key, fingerprint } satisfies ChargeMemo);
}

/** The same beside a refund. */
export function refundMemo({ scope, key, fingerprint }: Keyed): string {
  return JSON.stringify({ caller: scope, key, fingerprint } satisfies RefundMemo);
}

/** Reads the memo of a capture; undefined where there is none, or it belongs to another reference. */
export function readChargeMemo(memo: string | null, reference: string): ChargeMemo | undefined {
  const read = ChargeMemo.safeParse(parsed(memo)).data;
  return read !== undefined && chargeId(read.caller, read.key) === reference ? read : undefined;
}

/** Reads the memo of a refund; undefined as above. */
export function readRefundMemo(memo: string | null, reference: string): RefundMemo | undefined {
  const read = RefundMemo.safeParse(parsed(memo)).data;
  return read !== undefined && refundId(read.caller, read.key) === reference ? read : undefined;
}

function parsed(memo: string | null): unknown {
  try {
    return memo === null ? undefined : JSON.parse(memo);
  } catch {
    return undefined; // of another program
  }
}
