import { OwnPattern, ownPattern } from '../ops/own-patterns.ts';

/** Only a service for browsers has visitors. */
let limits = new OwnPattern(false);

/** Makes the pattern `limits` of a service for browsers: all its limits per visitor, as one switch. */
export function declareLimits(beginsOn: boolean): void {
  limits = ownPattern('limits', beginsOn);
}

export const limitsAreOn = (): boolean => limits.isOn;
