/** How a server ended: by itself with a code, or by a signal. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** A database server that this process started and owns: it ends with its owner, however that ends. */
export type EmbeddedServer = {
  /** Where clients connect; for PostgreSQL as the superuser `postgres`. */
  url: string;
  port: number;
  pid: number;
  /** Where its data really lies: not always where it was asked to. */
  dataDir: string;
  /** Settles when the server has ended, for whatever reason. Never rejects. */
  exited: Promise<Exit>;
  /** Ends it in order (sessions are cut, nothing committed is lost) and removes throw-away data. */
  stop(): Promise<void>;
  /** Ends it and all its children at once, as a power cut would, and removes throw-away data. */
  kill(): Promise<void>;
  /** Stops it and all its children from running: clients connect or wait, and get no answer. */
  freeze(): void;
  thaw(): void;
};

/** A database cannot be started. The message is one sentence that says why and what to do. */
export class EmbeddedDatabaseError extends Error {
  readonly code: EmbeddedDatabaseErrorCode;

  constructor(code: EmbeddedDatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedDatabaseError';
    this.code = code;
  }
}

export type EmbeddedDatabaseErrorCode =
  | 'no-binary'
  | 'disk-full'
  | 'data-unusable'
  | 'data-in-use'
  | 'data-of-another-user'
  | 'port-taken'
  | 'not-started';
