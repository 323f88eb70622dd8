const patterns = new Map<string, OwnPattern>();

/** A pattern of the service itself, beside those of its pipelines; on until `/ops/patterns` switches it off. */
export class OwnPattern {
  isOn = true;
}

/** Makes a pattern that can be switched off at run time, to see what it is for. One a name. */
export function ownPattern(name: string): OwnPattern {
  const pattern = new OwnPattern();
  patterns.set(name, pattern);
  return pattern;
}

export function ownPatterns(): ReadonlyMap<string, OwnPattern> {
  return patterns;
}
