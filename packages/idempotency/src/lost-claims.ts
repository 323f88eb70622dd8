const MOST = 1000;

/**
 * Remembers requests whose claim was sent and never answered. Their clients got 202, "it will be settled", so this
 * process claims again until it knows.
 *
 * In memory only: if the process dies, a sweeper finds a claim that committed, and the client's next request makes one
 * that did not. At most 1,000 are kept; then the oldest goes.
 */
export class LostClaims<Claim extends { readonly id: string }> {
  private readonly claims = new Map<string, { claim: Claim; untilMs: number }>();

  /** @param forMs how long a claim is tried again */
  constructor(private readonly forMs: number) {}

  /** Remembers a claim; one that is remembered already keeps its time. */
  add(claim: Claim): void {
    const untilMs = this.claims.get(claim.id)?.untilMs ?? performance.now() + this.forMs;
    this.claims.set(claim.id, { claim, untilMs });
    const [oldest] = this.claims.keys();
    if (this.claims.size > MOST && oldest !== undefined) this.claims.delete(oldest);
  }

  /** Returns the claims to try again, oldest first, without those whose time is over. */
  due(limit: number): Claim[] {
    const nowMs = performance.now();
    for (const [id, { untilMs }] of this.claims) if (untilMs <= nowMs) this.claims.delete(id);
    return [...this.claims.values()].slice(0, limit).map(({ claim }) => claim);
  }

  /** Forgets a claim whose outcome is known now. */
  delete({ id }: Claim): void {
    this.claims.delete(id);
  }
}
