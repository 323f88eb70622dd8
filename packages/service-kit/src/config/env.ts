/** One environment variable: its name, and how its text becomes a value. */
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
  return /TOKEN|PASSWORD|SECRET|_URL$/.test(variable) ? variable : `${variable}=${JSON.stringify(text)}`;
}

/** A setting whose absence means `fallback`; without one, absence is refused with `rule`. */
function setting<T>(variable: string, rule: string, parse: (text: string) => T | undefined, fallback?: T): Setting<T> {
  return {
    variable,
    rule,
    ...(fallback !== undefined && { otherwise: fallback }),
    read(text) {
      if (text === undefined && fallback !== undefined) return fallback;
      const value = text === undefined ? undefined : parse(text);
      if (value === undefined) throw new RangeError(rule);
      return value;
    },
  };
}

/** A setting that may be missing. */
function optional<T>(variable: string, rule: string, parse: (text: string) => T | undefined): Setting<T | null> {
  return setting<T | null>(variable, rule, parse, null);
}

const wholeNumber = (text: string) => (/^\d{1,10}$/.test(text) ? Number(text) : undefined);

const portNumber = (text: string) => {
  const value = wholeNumber(text);
  return value !== undefined && value >= 1 && value <= 65_535 ? value : undefined;
};

const A_PORT = 'a port from 1 to 65535 expected';
export const port = (variable: string, fallback: number) => setting(variable, A_PORT, portNumber, fallback);

/** A port that need not be there. */
export const optionalPort = (variable: string) => optional(variable, A_PORT, portNumber);

/** Whole milliseconds. */
export const ms = (variable: string, fallback: number) =>
  setting(variable, 'whole milliseconds expected, for example 10000', wholeNumber, fallback);

export const count = (variable: string, fallback: number) =>
  setting(variable, 'a whole number expected, for example 10', wholeNumber, fallback);

/** From 0 to `most`. */
export const upTo = (variable: string, most: number, fallback: number) =>
  setting(
    variable,
    `a whole number from 0 to ${most} expected`,
    text => {
      const value = wholeNumber(text);
      return value !== undefined && value <= most ? value : undefined;
    },
    fallback,
  );

export const text = (variable: string, fallback?: string) =>
  setting(variable, 'some text expected', value => value, fallback);

export const oneOf = <const T extends string>(variable: string, values: readonly T[], fallback: T) =>
  setting<T>(
    variable,
    `one of ${values.join(', ')} expected`,
    value => values.find(known => known === value),
    fallback,
  );

/** At least 16 characters; never a default, or every installation would share it. */
export const secret = (variable: string) =>
  setting(variable, 'at least 16 characters expected', value => (value.length >= 16 ? value : undefined));

const httpOrigin = (value: string) =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? new URL(value).origin : undefined;

/** One or more http origins, separated by commas: a dependency's address is a list. No default: never guess a bank. */
export const urls = (variable: string) =>
  setting(variable, 'one or more addresses expected, for example http://127.0.0.1:3004', value => {
    const origins = value.split(',').map(each => httpOrigin(each.trim()));
    return origins.every(origin => origin !== undefined) ? origins : undefined;
  });

const withProtocol = (protocols: RegExp) => (value: string) =>
  URL.canParse(value) && protocols.test(new URL(value).protocol) ? value : undefined;

export const postgresUrl = (variable: string) =>
  setting(
    variable,
    'an address expected, for example postgres://payment:secret@127.0.0.1:5432/payment',
    withProtocol(/^postgres(ql)?:$/),
  );

/** Optional: without Redis the shop works degraded. */
export const redisUrl = (variable: string): Setting<string | null> =>
  optional(variable, 'an address expected, for example redis://127.0.0.1:6379', withProtocol(/^rediss?:$/));

/** Whether the service may be broken on purpose; never where customers are. */
export const faults = (variable: string): Setting<boolean> => ({
  variable,
  read(value) {
    if (value !== undefined && value !== 'on' && value !== 'off') throw new RangeError('on or off expected');
    if (value === 'on' && process.env['NODE_ENV'] === 'production')
      throw new RangeError('not with NODE_ENV=production: it breaks the service on purpose');
    return value === 'on';
  },
});

/** An address that may be missing. */
export const optionalText = (variable: string): Setting<string | null> =>
  optional(variable, 'some text expected', value => value);

/** Whole milliseconds that may be missing. */
export const optionalMs = (variable: string, leastMs: number): Setting<number | null> =>
  optional(variable, `whole milliseconds from ${leastMs} up expected`, text => {
    const value = wholeNumber(text);
    return value !== undefined && value >= leastMs ? value : undefined;
  });
