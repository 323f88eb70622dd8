import { AppName } from '@watertight/contracts';
import { FaultName } from '@watertight/contracts/ops';
import { z } from 'zod';
import type { Fault } from './switchboard.ts';

/** The form that breaks a service: every field of every kind of fault, most of them empty. */
export const FaultForm = z
  .record(z.string().max(40), z.string().max(200))
  .and(z.object({ service: AppName, kind: FaultName }));
export type FaultForm = z.infer<typeof FaultForm>;

/** A fault that is on. */
export const FaultPlace = z.object({ service: AppName, name: FaultName });
export type FaultPlace = z.infer<typeof FaultPlace>;

/** The numbers of a kind that needs some, if the form has none. */
const defaults: Record<string, Record<string, unknown>> = {
  slow: { delayMs: 2000 },
  'slow-after': { delayMs: 2000 },
};

/** Makes a fault of a form: empty fields are left out, digits become a number, and `match.caller` a field of `match`. */
export function faultOf({ kind = '', ...form }: Record<string, string>): Fault {
  const given = Object.entries(form).filter(([, value]) => value !== '');
  const isMatch = ([name]: [string, string]) => name.startsWith('match.');
  const own = given
    .filter(each => !isMatch(each))
    .map(([name, value]) => [name, /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value]);
  const match = given.filter(isMatch).map(([name, value]) => [name.slice('match.'.length), value]);
  const fields = Object.fromEntries(own) as Record<string, unknown>;
  const hasNoDelay = !['delayMs', 'p50Ms', 'p99Ms'].some(name => name in fields);
  return {
    ...(hasNoDelay && defaults[kind]),
    ...fields,
    kind,
    ...(match.length > 0 && { match: Object.fromEntries(match) }),
  };
}
