/** What a pattern is for, as a sentence that must be true with it and false without. */
export interface Claim {
  pattern: string;
  /** A sentence with numbers. */
  says: string;
  /** Lives through it once, with the pattern on or off, and tells what was seen. */
  look(isOn: boolean): Promise<number>;
  /** What the number counts: `of 100 callers answered`. */
  seen: string;
  holds: Bound;
}

export type Bound = (seen: number) => boolean;

export const atMost =
  (most: number): Bound =>
  seen =>
    seen <= most;

export const atLeast =
  (least: number): Bound =>
  seen =>
    seen >= least;

/** What came of a claim. */
export interface Trial {
  claim: Claim;
  on: number;
  off: number;
  verdict: Verdict;
}

/** `bites`: holds with the pattern and not without. The other two fail the run. */
export type Verdict = 'bites' | 'toothless: holds both ways' | 'does not hold';

/** Tries a claim both ways. */
export async function tryClaim(claim: Claim): Promise<Trial> {
  const on = await claim.look(true);
  const off = await claim.look(false);
  return { claim, on, off, verdict: verdictOn(claim, on, off) };
}

function verdictOn({ holds }: Claim, on: number, off: number): Verdict {
  if (!holds(on)) return 'does not hold';
  return holds(off) ? 'toothless: holds both ways' : 'bites';
}
