import type { IdempotencyLock } from './idempotency-lock.ts';
import type { Ended, Intent, IntentStore, Outcome } from './intent.ts';
import { POLL_EVERY_MS, nextPoll } from './poll-store.ts';

export interface WithIntentOptions {
  /** How long a request waits for the first one with its key. Default 5 s. */
  waitMs?: number;
  /** Called when the request waits for another with its key. */
  onWait?: () => void;
}

/**
 * Lets an effect elsewhere happen once per key: the intent is committed to the store before `effect` runs.
 *
 * `effect` asks the other side under a reference that follows from the key, writes what it learnt to the store, and
 * never guesses: what it does not know is `unknown`, and stays in the store for a sweeper. When it throws, claim and row
 * stay as they are: a claim that is deleted because something threw is a second effect.
 */
export function withIntent<I extends Intent, Work, Because>(
  lock: IdempotencyLock,
  store: IntentStore<NoInfer<I>, Work, Because>,
  intent: I,
  effect: (work: Work) => Promise<Ended<Because>>,
  { waitMs = 5000, onWait = () => {} }: WithIntentOptions = {},
): Promise<Outcome<Because>> {
  return new Request(lock, store, intent, performance.now() + waitMs, onWait).run(effect);
}

/** One request with a key, from the lock through the store to its answer. */
class Request<I extends Intent, Work, Because> {
  /** An earlier request with the key was seen: a store that fails then does not tell the result of that one. */
  private hasPredecessor = false;

  constructor(
    private readonly lock: IdempotencyLock,
    private readonly store: IntentStore<I, Work, Because>,
    private readonly intent: I,
    private readonly waitUntilMs: number,
    private readonly onWait: () => void,
  ) {}

  async run(effect: (work: Work) => Promise<Ended<Because>>): Promise<Outcome<Because>> {
    for (;;) {
      const claim = await this.lock.claim(this.intent);
      this.hasPredecessor ||= claim.is === 'busy' || (claim.is === 'ask-the-store' && claim.isKnown);
      const held = claim.is === 'busy' ? claim : await this.open(effect, claim.is === 'new');
      if (held.is !== 'busy' && held.is !== 'running') return held;
      const waited = await this.waitForTheOther(held.leaseLeftMs);
      if (waited !== undefined) return waited;
      // Taken back or abandoned since: the next round makes it ours.
    }
  }

  /** Asks the store, which may know of another that works on it when the idempotency lock has forgotten. */
  private async open(
    effect: (work: Work) => Promise<Ended<Because>>,
    isNew: boolean,
  ): Promise<Outcome<Because> | { is: 'running'; leaseLeftMs: number }> {
    const opened = await this.store.open(this.intent, !isNew).catch(async (error: unknown) => {
      if (this.hasPredecessor) return { is: 'unknown' } as const;
      await this.lock.release(this.intent); // nothing was begun
      throw error;
    });
    switch (opened.is) {
      case 'mine':
        return this.conclude(await this.lock.holding(this.intent, () => effect(opened.work)));
      case 'final':
        if (isNew) void this.lock.finish(this.intent); // Redis had forgotten the key
        return { is: 'final', answer: opened.answer, replayed: true };
      case 'running':
        return opened;
      case 'other-request':
        await this.lock.release(this.intent);
        return { is: 'key-reused' };
      case 'unknown':
      case 'refused':
        await this.lock.release(this.intent);
        return opened;
    }
  }

  private async conclude(ended: Ended<Because>): Promise<Outcome<Because>> {
    if (ended.is !== 'final') {
      await this.lock.release(this.intent); // before the answer: the next request with the key would wait in vain
      return ended;
    }
    const { answer, byUs } = ended;
    void this.lock.finish(this.intent); // not awaited: the store has the answer, and is read in any case
    return { is: 'final', answer, replayed: !byUs };
  }

  /** Undefined when no request works on it any more, and there is no answer. */
  private async waitForTheOther(leaseLeftMs: number): Promise<Outcome<Because> | undefined> {
    let leftMs = leaseLeftMs;
    this.hasPredecessor = true;
    this.onWait();
    for (;;) {
      if (performance.now() + POLL_EVERY_MS > this.waitUntilMs) {
        await this.lock.release(this.intent); // ours only where the idempotency lock had forgotten the other
        return { is: 'in-progress', leaseLeftMs: leftMs };
      }
      const stand = await nextPoll(this.store, this.intent).catch(() => ({ is: 'unknown' }) as const); // the store does not answer
      switch (stand?.is) {
        case 'final':
          void this.lock.finish(this.intent);
          return { is: 'final', answer: stand.answer, replayed: true };
        case 'unknown':
          await this.lock.release(this.intent);
          return stand;
        case 'running':
          leftMs = stand.leaseLeftMs;
          break;
        case 'abandoned':
        case undefined:
          return undefined;
      }
    }
  }
}
