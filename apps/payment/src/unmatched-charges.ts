import { gaugeOf } from '@watertight/service-kit';

let unmatched = 0;
gaugeOf(
  'unmatchedCharges',
  'Charges on which ledger and bank differed at the last comparison; 0 is right.',
  () => unmatched,
);

/** Shows how many differed in `/metrics`. */
export function showUnmatchedCharges(count: number): void {
  unmatched = count;
}
