const patterns = new Map<string, OwnPattern>();

/** A pattern of the service itself, beside those of its pipelines; `/ops/patterns` switches it. */
export class OwnPattern {
  isOn: boolean;
  readonly beginsOn: boolean;

  constructor(beginsOn: boolean) {
    this.beginsOn = beginsOn;
    this.isOn = beginsOn;
  }
}

/** Makes a pattern that can be switched at run time, to see what it is for. One a name. Default: it begins on. */
export function ownPattern(name: string, beginsOn = true): OwnPattern {
  const pattern = new OwnPattern(beginsOn);
  patterns.set(name, pattern);
  return pattern;
}

export function ownPatterns(): ReadonlyMap<string, OwnPattern> {
  return patterns;
}
