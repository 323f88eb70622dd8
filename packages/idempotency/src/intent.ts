/** One request with a key, as the idempotency lock and the store need it to decide whose it is. */
export interface Intent {
  /** The caller that the key belongs to: two callers may use the same key. */
  readonly scope: string;
  readonly key: string;
  /** Which request the key stands for: two with one key are the same request when this is the same. */
  readonly fingerprint: string;
  /** This very request: a claim whose reply was lost recognizes itself by it. */
  readonly owner: string;
}

/** The final answer for a key; kept as bytes, so that each replay is the same to the last byte. */
export interface StoredAnswer {
  status: number;
  contentType: string;
  body: Buffer;
}

/** The state of an intent, for every request with its key. */
export type Stand =
  /** A request works on it, for at most this long. */
  | { is: 'running'; leaseLeftMs: number }
  /** No request works on it: its process has ended. */
  | { is: 'abandoned' }
  /** The effect may have happened; it will be settled without its client. */
  | { is: 'unknown' }
  | { is: 'final'; answer: StoredAnswer };

/** The result of opening an intent. */
export type Opened<Work, Because> =
  | { is: 'mine'; work: Work }
  | { is: 'other-request' }
  /** Nothing is begun, and the key stays free. */
  | { is: 'refused'; because: Because }
  | Exclude<Stand, { is: 'abandoned' }>;

/** The result of the effect. */
export type Ended<Because> =
  /** The store holds the answer. `byUs` is false when another process had settled it first. */
  | { is: 'final'; answer: StoredAnswer; byUs: boolean }
  | { is: 'unknown' }
  /** The effect has certainly not happened, and the store has forgotten the key. */
  | { is: 'refused'; because: Because };

/** The result for the client. */
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
   * @param mayBeKnown the idempotency lock could not say that the key is new: a read may be cheaper than an attempt to write
   */
  open(intent: I, mayBeKnown: boolean): Promise<Opened<Work, Because>>;
  /** Undefined while there is no row, or no more. */
  stand(intent: I): Promise<Stand | undefined>;
}
