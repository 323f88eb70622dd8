/** One line of the report: what an attacker tried, whether the shop did what is right, and what was observed. */
export interface Finding {
  readonly name: string;
  readonly held: boolean;
  readonly observed: string;
}

/** The shop as an attacker meets it, and what only its owner may see or do: with the latter the check looks at the outcome. */
export interface Target {
  /** Origin of the shop's pages. */
  readonly shop: string;
  /** Origin of the control room. */
  readonly room: string;
  /** Where a process listens, for example `payment`; undefined: it has no port. */
  urlOf(process: string): string | undefined;
  readonly redisPort: number;
  /** The environment of a running process, as its user may read it; empty where the system does not show it. */
  environmentOf(process: string): Readonly<Record<string, string>>;
  /** The folder in which the shop keeps its data. */
  readonly dataDir: string;
  readonly opsToken: string;
  /** Rows of a database, as the server's owner. */
  query<Row extends object>(database: string, sql: string, values?: unknown[]): Promise<Row[]>;
  /** The address of a database, as the server's owner. */
  databaseUrl(database: string): string;
  /** `npm run shop <verb> <process>`, as the owner types it. */
  owner(...words: readonly string[]): Promise<void>;
  /** A page of the control room as its owner sees it. */
  roomPage(path: string): Promise<string>;
  /** How long an attack waits for the shop to be whole again, as a share of the usual time. Less than 1 only for a shop that never is. */
  readonly patience: number;
  /** What was reported of processes that ended by themselves. */
  fallen(): readonly string[];
}

/** Attacks of one kind. */
export interface Attack {
  readonly name: string;
  /** The state of the shop that it needs. Default `open`. */
  readonly on?: 'open' | 'production';
  run(target: Target): Promise<Finding[]>;
}

export const finding = (name: string, held: boolean, observed: string): Finding => ({ name, held, observed });

/** Held if nothing is wrong; `fine` is what is reported then. */
export const nothingWrong = (name: string, wrong: readonly string[], fine: string): Finding =>
  finding(name, wrong.length === 0, wrong.length === 0 ? fine : [...new Set(wrong)].slice(0, 8).join(' | '));
