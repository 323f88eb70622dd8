/** One request with a key, as the idempotency lock and the store need it to decide whose it is. */
export interface Intent {
  /** Whose key it is: two callers may use the same one. */
  readonly scope: string;
  readonly key: string;
  /** Which request the key stands for: two with one key are the same request when this is the same. */
  readonly fingerprint: string;
  /** This very request: a claim whose reply was lost recognises itself by it. */
  readonly owner: string;
}

/** What the client of a key is told for ever; kept as bytes, so that a replay is the same to the last one. */
export interface StoredAnswer {
  status: number;
  contentType: string;
  body: Buffer;
}

/** Where an intent stands, for whoever asks with its key. */
export type Stand =
  /** Somebody works on it, for at most this long. */
  | { is: 'running'; leaseLeftMs: number }
  /** Nobody works on it: its process is gone. */
  | { is: 'abandoned' }
  /** The effect may have happened; it will be settled without its client. */
  | { is: 'unknown' }
  | { is: 'final'; answer: StoredAnswer };

/** What opening an intent comes to. */
export type Opened<Work, Because> =
  | { is: 'mine'; work: Work }
  | { is: 'other-request' }
  /** Nothing is begun, and the key stays free. */
  | { is: 'refused'; because: Because }
  | Exclude<Stand, { is: 'abandoned' }>;

/** What the effect came to. */
export type Ended<Because> =
  /** The store holds the answer. `byUs` is false when another process had settled it first. */
  | { is: 'final'; answer: StoredAnswer; byUs: boolean }
  | { is: 'unknown' }
  /** The effect has certainly not happened, and the store has forgotten the key. */
  | { is: 'refused'; because: Because };

/** What the client is to be told. */
export type Outcome<Because> =
  | { is: 'final'; answer: StoredAnswer; replayed: boolean }
  | { is: 'unknown' }
  | { is: 'key-reused' }
  | { is: 'in-progress'; leaseLeftMs: number }
  | { is: 'refused'; because: Because };

/** The truth about intents: rows in a database that has them when Redis has lost everything. */
export interface IntentStore<I extends Intent, Work, Because> {
  /**
   * Commits the intent before anything happens elsewhere, or tells where it stands. Rejects: nothing was begun.
   *
   * @param mayBeKnown the idempotency lock could not say that the key is new: a look may be cheaper than an attempt to write
   */
  open(intent: I, mayBeKnown: boolean): Promise<Opened<Work, Because>>;
  /** Undefined while there is no row, or no more. */
  stand(intent: I): Promise<Stand | undefined>;
}
