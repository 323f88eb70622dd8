import { z } from 'zod';
import { TrustedProxies } from '../limits/client-address.ts';

/** One environment variable: its name, and the schema that makes a value of its text. */
export interface Setting<T> {
  variable: string;
  /** What its text must be; absent: anything. */
  rule?: string;
  /** What its absence means; `null`: it may be missing. Absent: it must be set. */
  otherwise?: T;
  /** @throws RangeError with the rule the text breaks. */
  read(text: string | undefined): T;
}

export type Settings = Record<string, Setting<unknown>>;
export type Config<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never };

/** sysexits.h: the configuration is wrong; a supervisor that sees 78 does not try again. */
const EX_CONFIG = 78;

/**
 * Reads all settings, or ends the process with one sentence per wrong one.
 *
 * Called in config.ts only, so that a service that starts is a service that is configured.
 */
export function readEnv<S extends Settings>(settings: S): Config<S> {
  try {
    const config = checkEnv(settings, process.env);
    tables.set(config, settings);
    return config;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(EX_CONFIG);
  }
}

const tables = new WeakMap<object, Settings>();

/** The settings a config was read by, for the reference. */
export function settingsOf(config: object): Settings {
  return tables.get(config) ?? {};
}

/** @throws RangeError naming each wrong variable, its value and the rule. */
export function checkEnv<S extends Settings>(settings: S, env: Record<string, string | undefined>): Config<S> {
  const config: Record<string, unknown> = {};
  const refused: string[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const text = env[setting.variable];
    try {
      config[name] = setting.read(text === '' ? undefined : text);
    } catch (error) {
      refused.push(`${describe(setting.variable, text)}: ${(error as Error).message}`);
    }
  }
  if (refused.length > 0) throw new RangeError(refused.join('\n'));
  return config as Config<S>;
}

/** A secret's value never reaches a log; that it is wrong does. */
function describe(variable: string, text: string | undefined): string {
  if (text === undefined || text === '') return `${variable} is not set`;
  return /TOKEN|KEY|PASSWORD|SECRET|_URL$/.test(variable) ? variable : `${variable}=${JSON.stringify(text)}`;
}

/** A setting whose absence means `fallback`; without one, absence is refused with `rule`. */
function setting<T>(variable: string, rule: string, schema: z.ZodType<T>, fallback?: T): Setting<T> {
  return {
    variable,
    rule,
    ...(fallback !== undefined && { otherwise: fallback }),
    read(text) {
      if (text === undefined && fallback !== undefined) return fallback;
      const value = schema.safeParse(text);
      if (!value.success) throw new RangeError(rule);
      return value.data;
    },
  };
}

/** A setting that may be missing. */
const optional = <T>(variable: string, rule: string, schema: z.ZodType<T>) =>
  setting<T | null>(variable, rule, schema, null);

const WholeNumber = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number);
const PortNumber = WholeNumber.pipe(z.number().min(1).max(65_535));

const A_PORT = 'a port from 1 to 65535 expected';
export const port = (variable: string, fallback: number) => setting(variable, A_PORT, PortNumber, fallback);

/** A port that need not be there. */
export const optionalPort = (variable: string) => optional(variable, A_PORT, PortNumber);

/** Whole milliseconds. */
export const ms = (variable: string, fallback: number) =>
  setting(variable, 'whole milliseconds expected, for example 10000', WholeNumber, fallback);

/** Whole milliseconds that may be missing. */
export const optionalMs = (variable: string, leastMs: number) =>
  optional(variable, `whole milliseconds from ${leastMs} up expected`, WholeNumber.pipe(z.number().min(leastMs)));

export const count = (variable: string, fallback: number) =>
  setting(variable, 'a whole number expected, for example 10', WholeNumber, fallback);

/** From 0 to `most`. */
export const upTo = (variable: string, most: number, fallback: number) =>
  setting(variable, `a whole number from 0 to ${most} expected`, WholeNumber.pipe(z.number().max(most)), fallback);

export const text = (variable: string, fallback?: string) =>
  setting(variable, 'some text expected', z.string(), fallback);

/** An address that may be missing. */
export const optionalText = (variable: string) => optional(variable, 'some text expected', z.string());

export const oneOf = <const T extends string>(variable: string, values: readonly T[], fallback: T) =>
  setting<T>(variable, `one of ${values.join(', ')} expected`, z.enum(values), fallback);

const A_SECRET = 'at least 16 characters expected';
const Secret = z.string().min(16);

/** At least 16 characters; never a default, or every installation would share it. */
export const secret = (variable: string) => setting(variable, A_SECRET, Secret);

/** A secret that may be missing. */
export const optionalSecret = (variable: string) => optional(variable, A_SECRET, Secret);

const urlOf = (protocol: RegExp) =>
  z.string().refine(value => URL.canParse(value) && protocol.test(new URL(value).protocol));

const Origins = z
  .string()
  .transform(list => list.split(',').map(each => each.trim()))
  .pipe(z.array(urlOf(/^https?:$/).transform(value => new URL(value).origin)));

/** An address for browsers that need not be known. */
export const optionalAddress = (variable: string) =>
  optional(variable, 'an address expected, for example https://shop.example', urlOf(/^https?:$/));

/** One or more http origins, separated by commas: a dependency's address is a list. No default: never guess a bank. */
export const urls = (variable: string) =>
  setting(variable, 'one or more addresses expected, for example http://127.0.0.1:3004', Origins);

export const postgresUrl = (variable: string) =>
  setting(
    variable,
    'an address expected, for example postgres://payment:secret@127.0.0.1:5432/payment',
    urlOf(/^postgres(ql)?:$/),
  );

/** Optional: without Redis the shop works degraded. */
export const redisUrl = (variable: string) =>
  optional(variable, 'an address expected, for example redis://127.0.0.1:6379', urlOf(/^rediss?:$/));

const Networks = z
  .string()
  .transform(list => list.split(',').map(each => each.trim()))
  .refine(isListOfNetworks);

function isListOfNetworks(list: readonly string[]): boolean {
  try {
    return new TrustedProxies(list) instanceof TrustedProxies;
  } catch {
    return false;
  }
}

/** Addresses and networks, separated by commas. */
export const networks = (variable: string) =>
  optional<readonly string[]>(variable, 'addresses or networks expected, for example 10.0.0.0/8,fd00::/8', Networks);

/** Whether the service may be broken on purpose; never where customers are. */
export const faults = (variable: string): Setting<boolean> => ({
  variable,
  read(value) {
    if (!z.enum(['on', 'off']).optional().safeParse(value).success) throw new RangeError('on or off expected');
    if (value === 'on' && process.env['NODE_ENV'] === 'production')
      throw new RangeError('not with NODE_ENV=production: it breaks the service on purpose');
    return value === 'on';
  },
});

/** What a service proves itself with. Where customers are it must be said, also that something else does it, such as a service mesh. */
export const identity = (variable: string): Setting<string | null> => ({
  variable,
  rule: 'a folder expected with tls.key, tls.crt and ca.crt, or off',
  otherwise: null,
  read(value) {
    if (value === undefined && process.env['NODE_ENV'] === 'production')
      throw new RangeError(
        'a folder expected with tls.key, tls.crt and ca.crt; off where a service mesh proves who calls',
      );
    return value === undefined || value === 'off' ? null : value;
  },
});
