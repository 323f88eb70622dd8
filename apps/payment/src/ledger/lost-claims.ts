const MOST = 1000;

/**
 * Remembers the requests whose claim was sent and never answered. Their clients were told 202, "it will be settled", so
 * this process claims again, as the same owner, until it knows.
 *
 * In memory only: if the process dies, a claim that committed is found by the sweeper, and one that did not commit is
 * made by the client's next request. At most 1,000 are kept; then the oldest goes.
 */
export class LostClaims<Asked extends { readonly id: string }> {
  private readonly claims = new Map<string, { asked: Asked; untilMs: number }>();

  /** @param forMs how long a claim is tried again: as long as a charge is sent again */
  constructor(private readonly forMs: number) {}

  add(asked: Asked): void {
    const untilMs = this.claims.get(asked.id)?.untilMs ?? performance.now() + this.forMs;
    this.claims.set(asked.id, { asked, untilMs });
    const [oldest] = this.claims.keys();
    if (this.claims.size > MOST && oldest !== undefined) this.claims.delete(oldest);
  }

  /** Returns the claims to try again, oldest first, without those whose time is over. */
  due(limit: number): Asked[] {
    const nowMs = performance.now();
    for (const [id, { untilMs }] of this.claims) if (untilMs <= nowMs) this.claims.delete(id);
    return [...this.claims.values()].slice(0, limit).map(({ asked }) => asked);
  }

  /** The outcome is known now. */
  delete({ id }: Asked): void {
    this.claims.delete(id);
  }
}
