import { type Classification, isFailure } from '../types.ts';

/** What the counters read of a call that has ended. */
interface EndedCall {
  readonly attempts: number;
  readonly classification: Classification;
  readonly isFallback: boolean;
  readonly refusal: Error | null;
  readonly stopped: { readonly byCaller: boolean } | null;
}

/** How a logical call ended for its caller. */
export type CallOutcome = 'ok' | 'retriedOk' | 'fallback' | 'failed' | 'refused' | 'ignored';

/** Counts since the pipeline was made or reset. Each finished call is in exactly one outcome; `timedOut` counts attempts. */
export type Counts = Record<'calls' | 'timedOut' | CallOutcome, number>;

export class Counters {
  readonly counts: Counts = {
    calls: 0,
    ok: 0,
    retriedOk: 0,
    failed: 0,
    refused: 0,
    ignored: 0,
    timedOut: 0,
    fallback: 0,
  };
  /** Attempts that still run although their callers have been released. */
  abandoned = 0;

  resolved(call: EndedCall): CallOutcome {
    return this.#count(call.isFallback ? 'fallback' : answered(call));
  }

  rejected(call: EndedCall, error: unknown): CallOutcome {
    if (error === call.refusal && call.refusal !== null) return this.#count('refused');
    if (call.stopped?.byCaller === true) return this.#count('ignored');
    return this.#count(answered(call));
  }

  #count(outcome: CallOutcome): CallOutcome {
    this.counts[outcome]++;
    return outcome;
  }
}

/** An error may be a right answer (a 404), and a result may be a failure: the classification decides. */
function answered({ classification, attempts }: EndedCall): CallOutcome {
  if (isFailure(classification)) return 'failed';
  if (classification === 'nothing') return 'ignored';
  return attempts > 1 ? 'retriedOk' : 'ok';
}
