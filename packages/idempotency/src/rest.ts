const FAILURES_TO_REST = 3;
const REST_MS = 1000;

/** Leaves a Redis alone that does not answer: each call of a frozen one would cost its caller 100 ms. */
export class Rest {
  private failuresInRow = 0;
  private untilMs = 0;

  /** `onChange`: one call when it begins to rest, with the reason, and one when it has answered again. */
  constructor(private readonly onChange: (reason: string | undefined) => void) {}

  /** What `work` resolves to; undefined when it fails, or is not asked during the rest. Never rejects. */
  async ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    const resting = this.failuresInRow >= FAILURES_TO_REST;
    if (resting && performance.now() < this.untilMs) return undefined;
    if (resting) this.untilMs = performance.now() + REST_MS; // one asks, the others go on resting
    try {
      const answer = await work();
      if (this.failuresInRow >= FAILURES_TO_REST) this.onChange(undefined);
      this.failuresInRow = 0;
      return answer;
    } catch (error) {
      this.failuresInRow += 1;
      if (this.failuresInRow === FAILURES_TO_REST) this.onChange(String(error));
      if (this.failuresInRow >= FAILURES_TO_REST) this.untilMs = performance.now() + REST_MS;
      return undefined;
    }
  }
}
