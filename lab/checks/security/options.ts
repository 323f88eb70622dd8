import { parseArgs } from 'node:util';

export interface Options {
  /** Absent: a fresh one. */
  readonly seed: number | undefined;
  /** Empty: all attacks. */
  readonly names: readonly string[];
}

/** What was typed after `npm run check:security --`; undefined when it cannot be meant. */
export function options(args: string[], known: readonly string[]): Options | undefined {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { seed: { type: 'string' } } });
    const seed = values.seed === undefined ? undefined : Number(values.seed);
    const isWrong = seed !== undefined && !(Number.isSafeInteger(seed) && seed > 0);
    // An unknown name would attack nothing, and hold.
    return isWrong || positionals.some(name => !known.includes(name)) ? undefined : { seed, names: positionals };
  } catch {
    return undefined; // an unknown option
  }
}
