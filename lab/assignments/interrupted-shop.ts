/** A row of the ledger; what it holds is up to the solution. */
export type LedgerRow = Readonly<Record<string, unknown>>;

/** A durable table with a primary key. */
export interface Ledger {
  /** Inserts a row; false if there is one with this key already. */
  insert(key: string, row: LedgerRow): Promise<boolean>;
  read(key: string): Promise<LedgerRow | undefined>;
  update(key: string, row: LedgerRow): Promise<void>;
  delete(key: string): Promise<void>;
}

/** Moves money once for each reference; a second capture with the same reference moves nothing and gets the same answer. */
export interface Bank {
  /** @throws Error the answer was lost: the money may have moved */
  capture(capture: {
    readonly reference: string;
    readonly amount: number;
  }): Promise<{ status: 'captured' | 'declined' }>;
}

/** Where a process is interrupted: at its n-th step, before or after the step has its effect. */
export interface Interruption {
  readonly step: number;
  readonly when: 'before' | 'after';
  /** Whether the process ends there, or only the answer to this step is lost. */
  readonly isCrash: boolean;
}

/** Above this the card is declined. */
export const DECLINED_ABOVE = 1000;

/** Ledger and bank, which outlive the processes that use them. */
export class Durable {
  readonly rows = new Map<string, LedgerRow>();
  /** What moved, by reference. */
  readonly moved = new Map<string, number>();
  /** Lets other requests go on between two steps. */
  readonly #pause: () => Promise<void>;

  constructor(pause: () => Promise<void> = () => Promise.resolve()) {
    this.#pause = pause;
  }

  /** Starts a process that is interrupted there. */
  process(interruption?: Interruption): { ledger: Ledger; bank: Bank; steps: () => number } {
    let steps = 0;
    let isDead = false;
    const step = async <T>(effect: () => T): Promise<T> => {
      await this.#pause();
      if (isDead) throw new Error('this process has ended');
      steps += 1;
      const isHere = interruption?.step === steps;
      if (isHere && interruption.when === 'before') fail();
      const result = structuredClone(effect());
      if (isHere) fail();
      return result;
    };
    const fail = () => {
      isDead = interruption?.isCrash === true;
      throw new Error(isDead ? 'the process ends here' : 'the answer is lost');
    };
    return { ledger: this.#ledger(step), bank: this.#bank(step), steps: () => steps };
  }

  #ledger(step: <T>(effect: () => T) => Promise<T>): Ledger {
    const { rows } = this;
    return {
      insert: (key, row) => step(() => !rows.has(key) && rows.set(key, structuredClone(row)).has(key)),
      read: key => step(() => rows.get(key)),
      update: (key, row) => step(() => void rows.set(key, structuredClone(row))),
      delete: key => step(() => void rows.delete(key)),
    };
  }

  #bank(step: <T>(effect: () => T) => Promise<T>): Bank {
    return {
      capture: ({ reference, amount }) =>
        step(() => {
          if (amount > DECLINED_ABOVE) return { status: 'declined' };
          if (!this.moved.has(reference)) this.moved.set(reference, amount);
          return { status: 'captured' };
        }),
    };
  }
}
