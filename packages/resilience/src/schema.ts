import { PolicyError } from './errors.ts';

/** What an option may be; each option declares its own once, beside its reason. */
export interface Rule<T> {
  readonly otherwise: T;
  readonly expected: string;
  accepts(value: unknown): boolean;
}

/** A strategy's options: rules by name, or a table within. */
export interface OptionTable {
  readonly [option: string]: Rule<unknown> | OptionTable;
}

/** What a caller may write: everything may be left out. */
export type Given<Table extends OptionTable> = {
  readonly [Key in keyof Table]?:
    | (Table[Key] extends Rule<infer T> ? T : Table[Key] extends OptionTable ? Given<Table[Key]> : never)
    | undefined;
};

/** The same with every default filled in; its numbers change at run time by `pipeline.set`. */
export type Filled<Table extends OptionTable> = {
  -readonly [Key in keyof Table]: Table[Key] extends Rule<infer T>
    ? T
    : Table[Key] extends OptionTable
      ? Filled<Table[Key]>
      : never;
};

interface Range {
  readonly least: number;
  readonly most: number;
}

/** A whole number in a range. */
export function whole(otherwise: number, { least, most }: Range): Rule<number> {
  return {
    otherwise,
    expected: `a whole number from ${least} to ${most}`,
    accepts: value => Number.isInteger(value) && inRange(value, least, most),
  };
}

/** Any finite number in a range. */
export function decimal(otherwise: number, { least, most }: Range): Rule<number> {
  return { otherwise, expected: `a number from ${least} to ${most}`, accepts: value => inRange(value, least, most) };
}

/** One of a few words. */
export function oneOf<const Word extends string>(otherwise: Word, ...others: Word[]): Rule<Word> {
  const words: readonly unknown[] = [otherwise, ...others];
  return { otherwise, expected: `one of ${words.join(', ')}`, accepts: value => words.includes(value) };
}

/**
 * Fills in the defaults.
 *
 * @throws PolicyError for an unknown option or a value out of its range, naming the option's path
 */
export function fill<Table extends OptionTable>(path: string, table: Table, given: unknown): Filled<Table> {
  const options = plainObject(path, given);
  for (const key of Object.keys(options)) {
    if (!Object.hasOwn(table, key))
      throw new PolicyError(`${path}.${key}`, `unknown option; known here: ${Object.keys(table).join(', ')}`);
  }
  const filled = Object.entries(table).map(([key, rule]) => [key, fillOne(`${path}.${key}`, rule, options[key])]);
  return Object.fromEntries(filled) as Filled<Table>;
}

/** @throws PolicyError when it is anything else than an object of options */
export function plainObject(path: string, given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new PolicyError(path, `an object of options expected, not ${show(given)}`);
  return given as Record<string, unknown>;
}

/** @throws PolicyError when the rule does not accept the value */
export function check(path: string, rule: Rule<unknown>, value: unknown): void {
  if (!rule.accepts(value)) throw new PolicyError(path, `${rule.expected} expected, not ${show(value)}`);
}

export function isRule(entry: Rule<unknown> | OptionTable): entry is Rule<unknown> {
  return typeof entry['accepts'] === 'function';
}

function fillOne(path: string, rule: Rule<unknown> | OptionTable, value: unknown): unknown {
  if (!isRule(rule)) return fill(path, rule, value === undefined ? {} : value);
  if (value === undefined) return rule.otherwise;
  check(path, rule, value);
  return value;
}

function inRange(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function show(value: unknown): string {
  return typeof value === 'string'
    ? `"${value}"`
    : typeof value === 'object' && value !== null
      ? 'an object'
      : String(value);
}
