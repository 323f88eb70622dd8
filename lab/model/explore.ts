/** One thing that may happen next. */
export interface Step<State> {
  /** In words: a trace is read by people. */
  says: string;
  to: State;
}

export interface Model<State, Next extends Step<State>> {
  start: State;
  /** Everything that may happen in a state. */
  stepsFrom(state: State): Next[];
  /** What must never be so, by name; empty when all is well. */
  wrongWith(state: State, next: readonly Next[]): string[];
}

export interface Limits {
  /** About 1 kB of memory each. */
  maxStates: number;
  /** The search ends once this has been found. Default: it goes on to the end. */
  lookFor?: string;
  /** Called after every 100,000 states. */
  progress?: (states: number) => void;
}

export interface Exploration {
  states: number;
  /** False when `maxStates` or what was looked for ended the search. */
  isWhole: boolean;
  /** What went wrong, each with a shortest way to it. */
  violations: Map<string, string[]>;
}

const PROGRESS_EVERY = 100_000;

/** Visits every state that can be reached, nearest first, so the first way to a violation is a shortest one. */
export function explore<State extends object, Next extends Step<State>>(
  model: Model<State, Next>,
  limits: Limits,
): Exploration {
  const numbersOf = numbering(model.start);
  const start = { state: model.start, numbers: numbersOf(model.start) };
  const seen = new Set([start.numbers.join()]);
  const reachedFrom = [-1];
  const reachedBy = [''];
  const violations = new Map<string, string[]>();
  let level: Numbered<State>[] = [start];
  let first = 0; // the number of the level's first state
  while (level.length > 0) {
    const nextLevel: Numbered<State>[] = [];
    for (const [at, from] of level.entries()) {
      const steps = model.stepsFrom(from.state);
      for (const what of model.wrongWith(from.state, steps)) {
        if (!violations.has(what)) violations.set(what, trace(first + at, reachedFrom, reachedBy));
        if (what === limits.lookFor) return { states: seen.size, isWhole: false, violations };
      }
      for (const { says, to } of steps) {
        const numbers = numbersOf(to, from);
        const name = numbers.join();
        if (seen.has(name)) continue;
        if (seen.size === limits.maxStates) return { states: seen.size, isWhole: false, violations };
        seen.add(name);
        reachedFrom.push(first + at);
        reachedBy.push(says);
        nextLevel.push({ state: to, numbers });
        if (seen.size % PROGRESS_EVERY === 0) limits.progress?.(seen.size);
      }
    }
    first += level.length;
    level = nextLevel;
  }
  return { states: seen.size, isWhole: true, violations };
}

/** A state, and the number of each of its parts. */
interface Numbered<State> {
  state: State;
  numbers: readonly number[];
}

/**
 * Numbers the parts of states, equal ones alike: the parts are few, and a step leaves most of them as they were (the
 * "collapse" of G. J. Holzmann's SPIN). Whole, a million states would be a gigabyte.
 */
function numbering<State extends object>(start: State) {
  const parts = Object.keys(start) as (keyof State)[];
  const known = new Map<string, number>();
  function numberOf(part: unknown): number {
    const text = JSON.stringify(part);
    const number = known.get(text) ?? known.size;
    known.set(text, number);
    return number;
  }
  return (state: State, from?: Numbered<State>): readonly number[] =>
    parts.map(
      (part, at) => (state[part] === from?.state[part] ? from?.numbers[at] : undefined) ?? numberOf(state[part]),
    );
}

function trace(to: number, reachedFrom: readonly number[], reachedBy: readonly string[]): string[] {
  const says: string[] = [];
  for (let at = to; at > 0; at = reachedFrom[at] ?? 0) says.push(reachedBy[at] ?? '');
  return says.toReversed();
}
