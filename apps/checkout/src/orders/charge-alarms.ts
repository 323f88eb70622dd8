import { counterOf, gaugeOf } from '@watertight/service-kit';

/** Counts a charge that payment refused because it knows another one. Neither reason occurs while databases keep their commits. */
export const countConflict = counterOf(
  'chargeConflicts',
  'Charges refused because payment knows another charge for the key or the order.',
  'reason',
);

let unmatched = 0;
gaugeOf(
  'unmatchedOrders',
  'Paid orders without a captured charge and captured charges without a paid order, at the last comparison; 0 is right.',
  () => unmatched,
);

/** Shows in `/metrics` how many orders and charges differed. */
export function showUnmatchedOrders(count: number): void {
  unmatched = count;
}
