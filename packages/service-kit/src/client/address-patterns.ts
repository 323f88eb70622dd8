import { type OwnPattern, ownPattern } from '../ops/own-patterns.ts';

export interface AddressPatterns {
  /** Leaves an address out after failures in a row. */
  readonly ejection: Pick<OwnPattern, 'isOn'>;
  /** Calls the less busy of two addresses; off: each in turn. */
  readonly balancing: Pick<OwnPattern, 'isOn'>;
}

let ofThisProcess: AddressPatterns | undefined;

/** Returns the two switches of this process; they exist from the first list with several addresses on, or they would do nothing. */
export function addressPatterns(): AddressPatterns {
  return (ofThisProcess ??= { ejection: ownPattern('ejection'), balancing: ownPattern('balancing') });
}
