import { createHash } from 'node:crypto';
import type { AskedFault, Match } from './read-fault.ts';

/** A fault that is on, as `/ops` reports it. */
export interface ActiveFault {
  readonly name: string;
  readonly kind: string;
  readonly forMs: number;
  readonly remainingMs: number;
  /** How often it struck. */
  readonly injected: number;
  readonly [field: string]: unknown;
}

/** What is known of a request that may be struck. */
export interface Target {
  readonly caller: string;
  readonly method: string;
  readonly route: string | undefined;
}

/** One fault from its beginning to its end, by the monotonic clock. */
export class RunningFault {
  private readonly endsAtMs: number;
  private draws = 0;
  private injected = 0;

  constructor(
    readonly name: string,
    readonly asked: AskedFault,
  ) {
    this.endsAtMs = performance.now() + asked.forMs;
  }

  get isOver(): boolean {
    return performance.now() >= this.endsAtMs;
  }

  strikes(target: Target): boolean {
    if (this.isOver || !matches(this.asked.match, target)) return false;
    if (this.random() * 100 >= this.asked.percent) return false;
    this.injected += 1;
    return true;
  }

  /** Uniform in [0, 1): the n-th draw of a seed is the same in every run and on every machine. */
  readonly random = (): number => {
    this.draws += 1;
    const hash = createHash('sha256').update(`${this.asked.seed}:${this.draws}`).digest();
    return hash.readUIntBE(0, 6) / 2 ** 48;
  };

  struckProcess(): void {
    this.injected += 1;
  }

  told(): ActiveFault {
    const { kind, forMs, percent, match, seed, fields } = this.asked;
    const remainingMs = Math.max(0, Math.round(this.endsAtMs - performance.now()));
    return { name: this.name, kind, forMs, remainingMs, injected: this.injected, percent, match, seed, ...fields };
  }
}

function matches({ caller, method, route }: Match, target: Target): boolean {
  return (
    (caller === undefined || caller === target.caller) &&
    (method === undefined || method === target.method) &&
    (route === undefined || route === target.route)
  );
}
