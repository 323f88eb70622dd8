import { parseArgs } from 'node:util';
import { mutants } from './mutants.ts';

export interface Options {
  /** Absent: a fresh one. */
  seed: number | undefined;
  forMs: number;
  /** Absent: the shop as it is; empty: all of them. */
  mutants: string[] | undefined;
}

const DEFAULT_MS = 60_000;

/** What was typed after `npm run check:money --`; undefined when it cannot be meant. */
export function options(args: string[]): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        seconds: { type: 'string' },
        minutes: { type: 'string' },
        mutants: { type: 'boolean', default: false },
      },
    });
    const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
    const [seed, seconds, minutes] = [number(values.seed), number(values.seconds), number(values.minutes)];
    const isWrong = [seed, seconds, minutes].some(n => n !== undefined && !(Number.isSafeInteger(n) && n > 0));
    // An unknown name would check nothing, and hold.
    const isUnknown = positionals.some(named => !values.mutants || !mutants.some(({ name }) => name === named));
    if (isWrong || isUnknown) return undefined;
    const forMs = minutes === undefined ? (seconds === undefined ? DEFAULT_MS : seconds * 1000) : minutes * 60_000;
    return { seed, forMs, mutants: values.mutants ? positionals : undefined };
  } catch {
    return undefined; // an unknown option
  }
}
