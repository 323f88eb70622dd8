import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { CandidateName } from './candidates.ts';
import type { Measurement } from './measurements.ts';

const ROUNDS = 7;
const LONGEST_MS = 60_000;
const measure = fileURLToPath(new URL('measure.ts', import.meta.url));

export type Plan = Record<Measurement, readonly CandidateName[]>;

/** Of each measurement and candidate one value per round, in the order of the rounds. */
export type Values = Record<Measurement, Partial<Record<CandidateName, number[]>>>;

/**
 * Measures everything once per round, each in a process of its own and in another order every time.
 *
 * What slows the machine for a while then slows all of them alike; values are compared within their round.
 */
export async function measureRounds(plan: Plan): Promise<Values> {
  const pairs = Object.entries(plan).flatMap(([what, names]) =>
    names.map(name => ({ what: what as Measurement, name })),
  );
  const values = Object.fromEntries(Object.keys(plan).map(what => [what, {}])) as Values;
  for (let round = 1; round <= ROUNDS; round++) {
    const startedMs = performance.now();
    for (const { what, name } of shuffled(pairs)) (values[what][name] ??= []).push(await measureOnce(what, name));
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
    process.stdout.write(`round ${round} of ${ROUNDS}: ${pairs.length} processes, ${seconds} s\n`);
  }
  return values;
}

async function measureOnce(what: Measurement, name: CandidateName): Promise<number> {
  // One thread for the code, its compiler and its garbage: a candidate pays for all that it causes.
  const flags = ['--expose-gc', '--single-threaded'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, measure, what, name], {
    timeout: LONGEST_MS,
  });
  return Number(stdout);
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map(value => ({ value, at: Math.random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ value }) => value);
}
